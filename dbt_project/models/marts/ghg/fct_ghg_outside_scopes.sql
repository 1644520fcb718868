with

emissions as (
    select * from {{ ref('int_emissions__by_method') }}
    where is_default and scope is null and list_contains(string_split(purposes, ';'), 'disclosure')
),

quality as (select * from {{ ref('int_emissions__quality') }}),

final as (
    select
        emissions.plant_id,
        emissions.period,
        emissions.emission_type,
        emissions.stream_id,
        emissions.stream_kind,
        emissions.gas,
        emissions.method_id,
        emissions.formula_id,
        emissions.activity_value,
        emissions.activity_unit,
        emissions.gas_mass_t,
        emissions.calculation_id,
        quality.data_quality,
        quality.uncertainty_pct,
        quality.without_uncertainty,
        nullif(emissions.material_id, '') as material_id
    from emissions
    inner join quality on emissions.calculation_number = quality.calculation_number
)

select * from final
