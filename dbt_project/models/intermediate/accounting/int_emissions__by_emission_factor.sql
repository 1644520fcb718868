{{ config(materialized='view') }}

with

activity as (
    select * from {{ ref('int_source_streams__activity') }}
    where stream_kind not in ('combustion', 'oxalic_acid')
),

factors as (select * from {{ ref('int_stream_factors__unioned') }}),

emissions as (
    select
        activity.fact_id,
        activity.plant_id,
        activity.period,
        activity.scope,
        activity.emission_type,
        activity.stream_id,
        activity.stream_kind,
        activity.material_id,
        activity.counterparty_id,
        factors.gas,
        activity.method_id,
        activity.gwp_set,
        activity.activity_value,
        activity.activity_unit,
        cast(activity.activity_value * factors.gas_mass_per_unit as decimal(38, 12)) as gas_mass_t,
        factors.gwp,
        cast(activity.activity_value * factors.emission_factor as decimal(38, 6)) as emissions_tco2e,
        'default' as calculation,
        factors.factor_ids
    from activity
    inner join factors
        on
            activity.method_id = factors.method_id
            and activity.stream_kind = factors.stream_kind
            and activity.material_id = factors.material_id
            and activity.province_id = factors.province_id
            and activity.activity_unit = factors.activity_unit
            and activity.period between factors.valid_from and factors.valid_to
)

select * from emissions
