with

emissions as (
    select * from {{ ref('int_emissions__by_method') }}
    where is_default and scope is null and list_contains(string_split(purposes, ';'), 'disclosure')
),

final as (
    select
        plant_id,
        period,
        emission_type,
        stream_id,
        stream_kind,
        gas,
        method_id,
        formula_id,
        activity_value,
        activity_unit,
        gas_mass_t,
        calculation_id,
        nullif(material_id, '') as material_id
    from emissions
)

select * from final
