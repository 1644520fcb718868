with

combustion as (
    select
        *,
        concat_ws(';', net_calorific_value_factor_id, carbon_content_factor_id, common_factor_ids) as factor_ids
    from {{ ref('int_stream_factors__combustion') }}
),

oxalic_acid as (
    select
        *,
        concat_ws(';', purity_factor_id, common_factor_ids) as factor_ids
    from {{ ref('int_stream_factors__oxalic_acid') }}
),

unioned as (
    select * from {{ ref('int_stream_factors__single') }}
    union all by name
    select * from {{ ref('int_stream_factors__anode_consumption') }}
    union all by name
    select * from {{ ref('int_stream_factors__anode_effect') }}
    union all by name
    select * from combustion
    union all by name
    select * from oxalic_acid
),

stream_factors as (
    select
        method_id,
        stream_kind,
        material_id,
        province_id,
        gas,
        activity_unit,
        gas_mass_per_unit,
        cast(gwp as decimal(18, 6)) as gwp,
        emission_factor,
        factor_ids,
        valid_from,
        valid_to
    from unioned
)

select * from stream_factors
