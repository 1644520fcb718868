with

by_standard as (select * from {{ ref('int_energy__by_standard') }}),

final as (
    select
        plant_id,
        period,
        carrier,
        flow,
        standard,
        valuation,
        cast(quantity as decimal(38, 6)) as quantity,
        quantity_unit,
        energy_gj,
        energy_tce,
        coefficient_ids,
        valued_by,
        gap,
        is_in_force,
        is_default,
        case
            when bool_and(energy_tce is not null) over (partition by plant_id, period, standard, valuation)
                then 'complete'
            else 'incomplete'
        end as status
    from by_standard
)

select * from final
