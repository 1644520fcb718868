{{ config(materialized='view') }}

with

eliminations as (
    select
        {{ row_key(['from_plant_id', 'to_plant_id', 'period', 'carrier']) }} as row_key,
        to_plant_id as plant_id,
        fact_id,
        delivered_fact_ids,
        factor_ids
    from {{ ref('int_eliminations__internal_supply') }}
),

links as (
    select
        row_key,
        plant_id,
        fact_id,
        null as factor_id,
        'received' as role
    from eliminations
    union all
    select
        row_key,
        plant_id,
        unnest(delivered_fact_ids) as fact_id,
        null as factor_id,
        'delivered' as role
    from eliminations
    union all
    select
        row_key,
        plant_id,
        null as fact_id,
        unnest(string_split(factor_ids, ';')) as factor_id,
        'factor' as role
    from eliminations
),

lineage as (
    select
        'fct_eliminations' as mart,
        row_key,
        plant_id,
        fact_id,
        cast(factor_id as varchar) as factor_id,
        role
    from links
)

select * from lineage
