with

emissions as (
    select
        *,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_emissions__by_method') }}
),

final as (
    select
        purpose,
        method_id,
        variant_id,
        scope2_basis,
        is_default,
        plant_id,
        period,
        scope,
        emission_type,
        stream_id,
        stream_kind,
        formula_id,
        gas,
        gwp_set,
        activity_value,
        activity_unit,
        gas_mass_t,
        gwp,
        emissions_tco2e,
        emissions_tco2e as value_exact,
        emissions_form_tco2e as value_form,
        calculation_id,
        nullif(material_id, '') as material_id,
        nullif(counterparty_id, '') as counterparty_id
    from emissions
)

select * from final
