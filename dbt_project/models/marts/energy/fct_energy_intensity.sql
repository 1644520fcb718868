with

intensity as (select * from {{ ref('int_energy__intensity') }}),

final as (
    select
        plant_id,
        period,
        product,
        output_t,
        energy_kgce_per_t,
        power_kwh_per_t
    from intensity
)

select * from final
