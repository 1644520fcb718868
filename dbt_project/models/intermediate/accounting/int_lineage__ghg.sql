{{ config(materialized='view') }}

with

emissions as (
    select
        calculation_number,
        plant_id,
        formula_id,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas']) }} as row_key
    from {{ ref('int_emissions__disclosure') }}
),

inputs as (select * from {{ ref('int_source_streams__inputs') }}),

symbols as (select * from {{ ref('formula_symbols') }}),

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
        end as role,
        case when inputs.is_key then 1 end as weight,
        {{ constant_without_factor('inputs', 'symbols') }}
    from emissions
    inner join inputs on emissions.calculation_number = inputs.calculation_number
    left join symbols on emissions.formula_id = symbols.formula_id and inputs.symbol = symbols.symbol
)

select * from lineage
