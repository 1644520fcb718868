with

emissions as (
    select
        *,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_emissions__by_method') }}
),

reported as (select * from {{ ref('int_emissions__reported') }}),

quality as (select * from {{ ref('int_emissions__quality') }}),

calculated as (
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
),

-- What others calculated stands beside, and in no total.
reported_rows as (
    select
        purpose,
        method_id,
        variant_id,
        scope2_basis,
        false as is_default,
        plant_id,
        period,
        'reported' as emission_type,
        stream_id,
        'reported' as stream_kind,
        gas,
        gwp_set,
        activity_value,
        activity_unit,
        gas_mass_t,
        gwp,
        emissions_tco2e,
        emissions_tco2e as value_exact,
        data_quality
    from reported
),

final as (
    select * from calculated
    union all by name
    select * from reported_rows
)

select * from final
