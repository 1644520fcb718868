with

flows as (
    select * from {{ ref('int_energy__flows') }}
    where energy_tce is not null
),

renewable as (select * from {{ ref('int_energy__renewable') }}),

renewables as (
    select
        plant_id,
        period,
        sum(renewable_tce) as renewable_tce
    from renewable
    group by plant_id, period
),

energy as (
    select
        plant_id,
        period,
        sum(energy_tce) as energy_tce
    from flows
    group by plant_id, period
),

final as (
    select
        energy.plant_id,
        energy.period,
        coalesce(renewables.renewable_tce, 0) as renewable_tce,
        energy.energy_tce,
        case
            when energy.energy_tce > 0 then {{ ratio('coalesce(renewables.renewable_tce, 0)', 'energy.energy_tce') }}
        end as renewable_share
    from energy
    left join renewables on energy.plant_id = renewables.plant_id and energy.period = renewables.period
)

select * from final
