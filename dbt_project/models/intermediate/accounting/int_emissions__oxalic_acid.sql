{{ config(materialized='view') }}

with

activity as (
    select * from {{ ref('int_source_streams__activity') }}
    where stream_kind = 'oxalic_acid'
),

factors as (select * from {{ ref('int_stream_factors__oxalic_acid') }}),

purities as (
    select * from {{ ref('int_facts__accounting') }}
    where indicator_id = 'oxalic_acid_purity'
),

units as (select * from {{ ref('units') }}),

-- A reported purity is in %, the canonical unit of a share; the unit `1` says how many % the whole is.
chosen as (
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
        activity.method_id,
        activity.gwp_set,
        activity.activity_value,
        activity.activity_unit,
        factors.gas,
        factors.gwp,
        factors.pure_gas_mass,
        factors.gas_mass_per_unit,
        factors.emission_factor,
        factors.purity_factor_id,
        factors.common_factor_ids,
        purities.fact_id as purity_fact_id,
        cast(purities.value as double) / cast(units.factor_to_canonical as double) as measured_purity
    from activity
    inner join factors
        on
            activity.method_id = factors.method_id
            and activity.activity_unit = factors.activity_unit
            and activity.period between factors.valid_from and factors.valid_to
    left join purities on activity.plant_id = purities.plant_id and activity.period = purities.period
    inner join units on units.unit_id = '1'
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
        gas,
        method_id,
        gwp_set,
        activity_value,
        activity_unit,
        case
            when purity_fact_id is null then cast(activity_value * gas_mass_per_unit as decimal(38, 12))
            else
                cast(
                    {{ micro_rounded('cast(activity_value as double) * pure_gas_mass * measured_purity') }}
                    as decimal(38, 12)
                )
        end as gas_mass_t,
        cast(gwp as decimal(18, 6)) as gwp,
        case
            when purity_fact_id is null then cast(activity_value * emission_factor as decimal(38, 6))
            else {{ micro_rounded('cast(activity_value as double) * pure_gas_mass * measured_purity * gwp') }}
        end as emissions_tco2e,
        case when purity_fact_id is null then 'default' else 'measured_purity' end as calculation,
        concat_ws(';', case when purity_fact_id is null then purity_factor_id end, common_factor_ids) as factor_ids,
        case
            when purity_fact_id is null then []
            else [{ 'fact_id': purity_fact_id, 'role': 'measured_purity' }]
        end as measured_facts
    from chosen
)

select * from emissions
