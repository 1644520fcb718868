{{ config(materialized='view') }}

with

cells as (
    select
        plant_id,
        period,
        {{ row_key(['plant_id', 'period']) }} as row_key
    from {{ ref('int_energy__cells') }}
),

facts as (
    select * from {{ ref('int_facts__accounting') }}
    where
        indicator_id in ('line_current', 'cell_voltage', 'current_efficiency')
        or (indicator_id = 'product_output' and material_id = 'primary_aluminium')
),

lineage as (
    select
        'fct_cell_performance' as mart,
        cells.row_key,
        cells.plant_id,
        facts.fact_id,
        facts.indicator_id as role,
        1 as weight
    from cells
    inner join facts on cells.plant_id = facts.plant_id and cells.period = facts.period
)

select * from lineage
