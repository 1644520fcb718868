{{ config(materialized='view') }}

with

emissions as (
    select
        *,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_emissions__by_method') }}
    where is_default
),

method_sets as (select * from {{ ref('int_methods__sets') }}),

by_purpose as (
    select
        emissions.purpose,
        method_sets.method_set,
        emissions.method_id,
        emissions.plant_id,
        emissions.period,
        emissions.stream_id,
        emissions.counterparty_id,
        emissions.gas,
        emissions.scope,
        emissions.scope2_basis,
        emissions.activity_value,
        emissions.activity_unit,
        emissions.emissions_tco2e,
        emissions.fact_id,
        emissions.factor_ids
    from emissions
    inner join method_sets
        on
            emissions.plant_id = method_sets.plant_id
            and emissions.period = method_sets.period
            and emissions.purpose = method_sets.purpose
            and emissions.method_id = method_sets.method_id
)

select * from by_purpose
