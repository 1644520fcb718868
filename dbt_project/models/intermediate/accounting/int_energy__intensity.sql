with

flows as (
    select * from {{ ref('int_energy__flows') }}
    where energy_tce is not null
),

facts as (
    select * from {{ ref('int_facts__accounting') }}
    where indicator_id = 'product_output'
),

plants as (select * from {{ ref('int_plants__methods') }}),

units as (select * from {{ ref('units') }}),

output as (
    select
        facts.plant_id,
        facts.period,
        facts.material_id as product,
        facts.fact_id,
        facts.value as output_t
    from facts
    inner join plants
        on
            facts.plant_id = plants.plant_id
            and facts.material_id = plants.main_product_id
            and facts.period between plants.valid_from and plants.valid_to
    where facts.value > 0
),

energy as (
    select
        plant_id,
        period,
        sum(energy_tce) as energy_tce,
        sum(quantity) filter (where carrier = 'electricity') as electricity_mwh
    from flows
    group by plant_id, period
),

intensity as (
    select
        output.plant_id,
        output.period,
        output.product,
        output.output_t,
        {{ micro_rounded(
            'cast(energy.energy_tce as double) / cast(kilograms.factor_to_canonical as double)'
            ' / cast(output.output_t as double)'
        ) }} as energy_kgce_per_t,
        {{ micro_rounded(
            'cast(energy.electricity_mwh as double) / cast(kilowatt_hours.factor_to_canonical as double)'
            ' / cast(output.output_t as double)'
        ) }} as power_kwh_per_t,
        output.fact_id
    from output
    left join energy on output.plant_id = energy.plant_id and output.period = energy.period
    inner join units as kilograms on kilograms.unit_id = 'kgce'
    inner join units as kilowatt_hours on kilowatt_hours.unit_id = 'kWh'
)

select * from intensity
