{{ config(materialized='view') }}

with

emissions as (select * from {{ ref('int_emissions__by_method') }}),

disclosure as (
    select
        calculation_number,
        calculation_id,
        plant_id,
        period,
        method_id,
        variant_id,
        is_default,
        purposes,
        scope,
        scope2_basis,
        emission_type,
        stream_id,
        stream_kind,
        material_id,
        counterparty_id,
        formula_id,
        gas,
        gwp_set,
        fact_id,
        activity_value,
        activity_unit,
        gas_mass_t,
        gwp,
        emissions_tco2e,
        emissions_form_tco2e,
        sensitivities,
        factor_ids
    from emissions
    where
        is_default
        and scope is not null
        and scope2_basis in ('', 'location')
        and list_contains(string_split(purposes, ';'), 'disclosure')
)

select * from disclosure
