with

emissions as (select * from {{ ref('int_emissions__unioned') }}),

final as (
    select
        plant_id,
        period,
        scope,
        emission_type,
        stream_id,
        stream_kind,
        material_id,
        gas,
        method_id,
        gwp_set,
        calculation,
        activity_value,
        activity_unit,
        gas_mass_t,
        gwp,
        emissions_tco2e,
        fact_id,
        factor_ids,
        nullif(counterparty_id, '') as counterparty_id
    from emissions
)

select * from final
