{{ config(materialized='view') }}

with

chosen as (
    select * from {{ ref('int_source_streams__chosen') }}
    where candidate = 1 and variant_id = '' and list_contains(string_split(purposes, ';'), 'disclosure')
),

emissions as (select * from {{ ref('int_emissions__by_method') }}),

keys as (
    select * from {{ ref('int_source_streams__reported') }}
    where is_key
),

known_kinds as (
    select distinct
        plants.plant_id,
        formulas.stream_kind
    from {{ ref('int_methods__plants') }} as plants
    inner join {{ ref('int_methods__formulas') }} as formulas on plants.method_id = formulas.method_id
),

-- Exported supply, say, is counted by no method of disclosure: nothing is left out there.
disclosed_kinds as (
    select distinct stream_kind
    from {{ ref('int_methods__formulas') }}
    where list_contains(string_split(purposes, ';'), 'disclosure')
),

without_factor as (
    select
        chosen.fact_id,
        chosen.plant_id,
        chosen.period,
        chosen.stream_id,
        chosen.gas,
        chosen.scope2_basis,
        chosen.method_id,
        chosen.activity_unit,
        count(emissions.calculation_number) as factors_found
    from chosen
    left join emissions on chosen.calculation_number = emissions.calculation_number
    group by all
    having count(emissions.calculation_number) <> 1
),

-- What no method of the plant has ever counted must not be left out in silence.
without_method as (
    select distinct
        keys.fact_id,
        keys.plant_id,
        keys.period,
        keys.stream_kind as stream_id,
        keys.gas,
        keys.scope2_basis,
        cast(null as varchar) as method_id,
        keys.fact_unit as activity_unit,
        0 as factors_found
    from keys
    semi join disclosed_kinds on keys.stream_kind = disclosed_kinds.stream_kind
    anti join {{ ref('int_source_streams__chosen') }} as counted on keys.fact_id = counted.fact_id
    anti join known_kinds on keys.plant_id = known_kinds.plant_id and keys.stream_kind = known_kinds.stream_kind
),

unioned as (
    select * from without_factor
    union all by name
    select * from without_method
)

select * from unioned
