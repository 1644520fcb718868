with

eliminations as (select * from {{ ref('int_eliminations__internal_supply') }}),

final as (
    select
        from_plant_id,
        to_plant_id,
        period,
        carrier,
        quantity,
        quantity_unit,
        delivered_quantity,
        emissions_tco2e,
        method_id
    from eliminations
)

select * from final
