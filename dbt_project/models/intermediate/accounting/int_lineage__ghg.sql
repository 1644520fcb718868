{{ config(materialized='view') }}

with

emissions as (
    select
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas']) }} as row_key,
        plant_id,
        fact_id,
        measured_facts,
        factor_ids
    from {{ ref('int_emissions__unioned') }}
),

measured as (
    select
        row_key,
        plant_id,
        unnest(measured_facts) as fact
    from emissions
),

factors as (
    select
        row_key,
        plant_id,
        unnest(string_split(factor_ids, ';')) as factor_id
    from emissions
),

links as (
    select
        row_key,
        plant_id,
        fact_id,
        null as factor_id,
        'activity' as role
    from emissions
    union all
    select
        row_key,
        plant_id,
        fact.fact_id,
        null as factor_id,
        fact.role
    from measured
    union all
    select
        row_key,
        plant_id,
        null as fact_id,
        factor_id,
        'factor' as role
    from factors
),

lineage as (
    select
        'fct_ghg_emissions' as mart,
        row_key,
        plant_id,
        fact_id,
        cast(factor_id as varchar) as factor_id,
        role
    from links
)

select * from lineage
