{{ config(materialized='view') }}

with

savings as (
    select
        *,
        {{ row_key(['entity_id', 'year', 'base_year']) }} as row_key
    from {{ ref('int_energy__savings') }}
),

disclosed as (
    select
        *,
        {{ row_key(['entity_id', 'year', 'indicator_id', 'figure_id']) }} as disclosed_row_key
    from {{ ref('rpt_disclosure') }}
    where indicator_id in ('comprehensive_energy', 'comparable_output_value')
    -- Several published figures of one indicator show the same value.
    qualify row_number() over (partition by entity_id, year, indicator_id order by figure_id) = 1
),

inputs as (
    select * from {{ ref('int_disclosure__inputs') }}
    where quantity_id in ('base_energy', 'base_output_value_constant')
),

links as (
    select
        savings.row_key,
        'rpt_disclosure' as source_mart,
        disclosed.disclosed_row_key as source_row_key,
        disclosed.indicator_id as role
    from savings
    inner join disclosed on savings.entity_id = disclosed.entity_id and savings.year = disclosed.year
    union all by name
    select
        savings.row_key,
        'rpt_disclosure' as source_mart,
        disclosed.disclosed_row_key as source_row_key,
        'base_' || disclosed.indicator_id as role
    from savings
    inner join disclosed on savings.entity_id = disclosed.entity_id and savings.base_year = disclosed.year
    where not savings.is_base_stated
    union all by name
    select
        savings.row_key,
        inputs.plant_id,
        inputs.source_mart,
        inputs.source_row_key,
        inputs.quantity_id as role
    from savings
    inner join inputs on savings.entity_id = inputs.entity_id and savings.base_year = inputs.year
    where savings.is_base_stated
),

lineage as (
    select
        'rpt_energy_saving' as mart,
        row_key,
        plant_id,
        source_mart,
        source_row_key,
        role,
        1 as weight
    from links
)

select * from lineage
