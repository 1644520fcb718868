with

unioned as (
    select * from {{ ref('int_emissions__combustion') }}
    union all by name
    select * from {{ ref('int_emissions__oxalic_acid') }}
    union all by name
    select * from {{ ref('int_emissions__by_emission_factor') }}
),

emissions as (
    select
        fact_id,
        plant_id,
        period,
        scope,
        emission_type,
        stream_id,
        stream_kind,
        material_id,
        counterparty_id,
        method_id,
        gwp_set,
        activity_value,
        activity_unit,
        gas,
        gas_mass_t,
        gwp,
        emissions_tco2e,
        calculation,
        factor_ids,
        measured_facts
    from unioned
)

select * from emissions
