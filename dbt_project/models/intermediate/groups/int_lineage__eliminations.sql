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

emissions as (
    select
        fact_id,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas']) }} as row_key
    from {{ ref('int_emissions__disclosure') }}
    where scope = 2
),

links as (
    select
        row_key,
        plant_id,
        fact_id,
        'received' as role,
        1 as weight
    from eliminations
    union all by name
    select
        row_key,
        plant_id,
        unnest(delivered_fact_ids) as fact_id,
        'delivered' as role,
        1 as weight
    from eliminations
    union all by name
    select
        row_key,
        plant_id,
        unnest(string_split(factor_ids, ';')) as factor_id,
        'factor' as role
    from eliminations
    union all by name
    select
        eliminations.row_key,
        eliminations.plant_id,
        'fct_ghg_emissions' as source_mart,
        emissions.row_key as source_row_key,
        'emissions' as role,
        1 as weight
    from eliminations
    inner join emissions on eliminations.fact_id = emissions.fact_id
),

lineage as (
    select
        'fct_eliminations' as mart,
        row_key,
        plant_id,
        fact_id,
        factor_id,
        source_mart,
        source_row_key,
        role,
        weight
    from links
)

select * from lineage
