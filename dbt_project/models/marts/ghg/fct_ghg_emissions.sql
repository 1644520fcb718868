with

emissions as (select * from {{ ref('int_emissions__disclosure') }}),

inputs as (
    select
        calculation_number,
        count(*) filter (where fact_id is not null and not is_key) as measured_values
    from {{ ref('int_source_streams__inputs') }}
    group by calculation_number
),

quality as (select * from {{ ref('int_emissions__quality') }}),

final as (
    select
        emissions.plant_id,
        emissions.period,
        emissions.scope,
        emissions.emission_type,
        emissions.stream_id,
        emissions.stream_kind,
        emissions.gas,
        emissions.method_id,
        emissions.formula_id,
        emissions.gwp_set,
        emissions.activity_value,
        emissions.activity_unit,
        emissions.gas_mass_t,
        emissions.gwp,
        emissions.emissions_tco2e,
        emissions.fact_id,
        emissions.factor_ids,
        emissions.calculation_id,
        quality.data_quality,
        quality.uncertainty_pct,
        quality.without_uncertainty,
        case
            when quality.data_quality = 'filled' then 'filled'
            when inputs.measured_values = 0 then 'default'
            else 'measured'
        end as calculation,
        nullif(emissions.counterparty_id, '') as counterparty_id,
        nullif(emissions.material_id, '') as material_id
    from emissions
    inner join inputs on emissions.calculation_number = inputs.calculation_number
    inner join quality on emissions.calculation_number = quality.calculation_number
)

select * from final
