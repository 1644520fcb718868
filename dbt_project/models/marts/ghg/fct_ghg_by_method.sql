with

emissions as (
    select
        *,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_emissions__by_method') }}
),

quality as (select * from {{ ref('int_emissions__quality') }}),

final as (
    select
        emissions.purpose,
        emissions.method_id,
        emissions.variant_id,
        emissions.scope2_basis,
        emissions.is_default,
        emissions.plant_id,
        emissions.period,
        emissions.scope,
        emissions.emission_type,
        emissions.stream_id,
        emissions.stream_kind,
        emissions.formula_id,
        emissions.gas,
        emissions.gwp_set,
        emissions.activity_value,
        emissions.activity_unit,
        emissions.gas_mass_t,
        emissions.gwp,
        emissions.emissions_tco2e,
        emissions.emissions_tco2e as value_exact,
        emissions.emissions_form_tco2e as value_form,
        emissions.calculation_id,
        quality.data_quality,
        quality.uncertainty_pct,
        quality.without_uncertainty,
        nullif(emissions.material_id, '') as material_id,
        nullif(emissions.counterparty_id, '') as counterparty_id
    from emissions
    inner join quality on emissions.calculation_number = quality.calculation_number
)

select * from final
