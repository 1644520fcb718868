{{ config(materialized='view') }}

with

emissions as (
    select
        calculation_number,
        plant_id,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas']) }} as row_key
    from {{ ref('int_emissions__disclosure') }}
),

inputs as (select * from {{ ref('int_source_streams__inputs') }}),

lineage as (
    select
        'fct_ghg_emissions' as mart,
        emissions.row_key,
        emissions.plant_id,
        inputs.fact_id,
        inputs.factor_id,
        case
            when inputs.is_key then 'activity'
            when inputs.fact_id is not null then 'measured'
            else 'factor'
        end as role
    from emissions
    inner join inputs on emissions.calculation_number = inputs.calculation_number
)

select * from lineage
