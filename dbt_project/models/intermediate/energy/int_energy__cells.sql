with

facts as (
    select * from {{ ref('int_facts__accounting') }}
    where
        indicator_id in ('line_current', 'cell_voltage', 'current_efficiency')
        or (indicator_id = 'product_output' and material_id = 'primary_aluminium')
),

units as (select * from {{ ref('units') }}),

constants as (
    select
        constant_id,
        cast(numerator as double) / cast(denominator as double) as value
    from {{ ref('constants') }}
),

reported as (
    select
        plant_id,
        period,
        max(value) filter (where indicator_id = 'line_current') as current_ka,
        max(value) filter (where indicator_id = 'cell_voltage') as voltage_mv,
        max(value) filter (where indicator_id = 'current_efficiency') as current_efficiency_pct,
        max(value) filter (where indicator_id = 'product_output') as output_t
    from facts
    group by plant_id, period
),

cells as (
    select
        reported.plant_id,
        reported.period,
        reported.current_ka,
        reported.current_efficiency_pct,
        cast(reported.voltage_mv as double) / cast(volt.factor_to_canonical as double) as voltage_v,
        cast(reported.current_efficiency_pct as double) / cast(fraction.factor_to_canonical as double) as efficiency,
        cast(reported.current_ka as double) * metal.value * cast(day_length.factor_to_canonical as double) * efficiency
            as metal_kg_per_cell_day,
        energy.value * voltage_v / efficiency as dc_kwh_per_t,
        carbon.value / efficiency as carbon_t_per_t,
        carbon_t_per_t * cast(reported.output_t as double) as carbon_t
    from reported
    inner join units as volt on volt.unit_id = 'V'
    inner join units as fraction on fraction.unit_id = '1'
    inner join units as day_length on day_length.unit_id = 'd'
    inner join constants as metal on metal.constant_id = 'aluminium_per_charge'
    inner join constants as energy on energy.constant_id = 'cell_energy'
    inner join constants as carbon on carbon.constant_id = 'anode_carbon'
    where reported.current_efficiency_pct > 0
),

rounded as (
    select
        plant_id,
        period,
        cast(current_ka as decimal(19, 6)) as line_current_ka,
        {{ micro_rounded('voltage_v') }} as cell_voltage_v,
        cast(current_efficiency_pct as decimal(19, 6)) as current_efficiency_pct,
        {{ micro_rounded('metal_kg_per_cell_day') }} as metal_kg_per_cell_day,
        {{ micro_rounded('dc_kwh_per_t') }} as dc_power_kwh_per_t,
        {{ micro_rounded('carbon_t_per_t') }} as minimum_carbon_t_per_t,
        {{ micro_rounded('carbon_t') }} as minimum_carbon_t
    from cells
)

select * from rounded
