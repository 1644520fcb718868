{{ config(materialized='view') }}

with

activity as (
    select
        *,
        unnest(string_split(gases, ';')) as gas
    from {{ ref('int_source_streams__activity') }}
),

emissions as (select * from {{ ref('int_emissions__unioned') }}),

without_factor as (
    select
        activity.fact_id,
        activity.plant_id,
        activity.period,
        activity.stream_id,
        activity.gas,
        activity.method_id,
        activity.activity_unit,
        count(emissions.fact_id) as factors_found
    from activity
    left join emissions
        on
            activity.fact_id = emissions.fact_id
            and activity.stream_kind = emissions.stream_kind
            and activity.gas = emissions.gas
            and activity.method_id = emissions.method_id
    group by all
    having count(emissions.fact_id) <> 1
)

select * from without_factor
