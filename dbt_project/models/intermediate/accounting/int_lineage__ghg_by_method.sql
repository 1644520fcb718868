{{ config(materialized='view') }}

with

by_method as (
    select
        'fct_ghg_by_method' as mart,
        {{ row_key([
            'purpose', 'method_id', 'variant_id', 'scope2_basis', 'plant_id', 'period', 'stream_id', 'gas'
        ]) }} as row_key,
        plant_id,
        calculation_id
    from {{ ref('fct_ghg_by_method') }}
),

outside_scopes as (
    select
        'fct_ghg_outside_scopes' as mart,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas']) }} as row_key,
        plant_id,
        calculation_id
    from {{ ref('fct_ghg_outside_scopes') }}
),

rows_of_marts as (
    select * from by_method
    union all
    select * from outside_scopes
),

-- The facts and factors of a calculation stand in bridge_inputs once, however many purposes it serves.
lineage as (
    select
        mart,
        row_key,
        plant_id,
        'bridge_inputs' as source_mart,
        'calculation' as role,
        'calculation_id=' || calculation_id as source_row_key
    from rows_of_marts
)

select * from lineage
