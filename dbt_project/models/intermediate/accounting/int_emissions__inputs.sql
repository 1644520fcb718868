with

emissions as (select * from {{ ref('int_emissions__by_method') }}),

inputs as (select * from {{ ref('int_source_streams__inputs') }}),

named as (
    select
        calculation_number,
        unnest(sensitivities) as sensitivity
    from emissions
),

with_sensitivities as (
    select
        inputs.calculation_number,
        emissions.calculation_id,
        emissions.plant_id,
        inputs.symbol,
        inputs.value,
        inputs.form_value,
        inputs.unit,
        inputs.fact_id,
        inputs.factor_id,
        inputs.is_key,
        {{ micro_rounded('coalesce(named.sensitivity.gas_mass, emissions.gas_mass_t) * emissions.gwp') }}
            as sensitivity_tco2e
    from emissions
    inner join inputs on emissions.calculation_number = inputs.calculation_number
    left join named
        on inputs.calculation_number = named.calculation_number and inputs.symbol = named.sensitivity.symbol
)

select * from with_sensitivities
