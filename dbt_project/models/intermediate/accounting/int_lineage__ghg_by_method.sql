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
    where calculation_id is not null
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

emissions as (select * from {{ ref('int_emissions__by_method') }}),

inputs as (select * from {{ ref('int_emissions__inputs') }}),

symbols as (select * from {{ ref('formula_symbols') }}),

-- The facts and factors of a calculation stand in bridge_inputs once, however many purposes it serves.
calculations as (
    select
        mart,
        row_key,
        plant_id,
        cast(null as varchar) as fact_id,
        cast(null as varchar) as factor_id,
        'bridge_inputs' as source_mart,
        {{ row_key(['calculation_id']) }} as source_row_key,
        'calculation' as role,
        null as weight
    from rows_of_marts
),

inputs_of_calculations as (
    select
        'bridge_inputs' as mart,
        {{ row_key(['calculation_id'], 'inputs') }} as row_key,
        inputs.plant_id,
        inputs.fact_id,
        inputs.factor_id,
        inputs.symbol as role,
        case when inputs.is_key then 1 end as weight,
        {{ constant_without_factor('inputs', 'symbols') }}
    from inputs
    inner join emissions on inputs.calculation_number = emissions.calculation_number
    left join symbols on emissions.formula_id = symbols.formula_id and inputs.symbol = symbols.symbol
),

reported as (
    select
        'fct_ghg_by_method' as mart,
        {{ row_key([
            'purpose', 'method_id', 'variant_id', 'scope2_basis', 'plant_id', 'period', 'stream_id', 'gas'
        ]) }} as row_key,
        plant_id,
        unnest([fact_id, null]) as fact_id,
        unnest([null, factor_id]) as factor_id,
        unnest(['reported', 'gwp']) as role,
        unnest([1, null]) as weight
    from {{ ref('int_emissions__reported') }}
),

reported_with_origin as (
    select * from reported
    where fact_id is not null or factor_id is not null
),

lineage as (
    select * from calculations
    union all by name
    select * from reported_with_origin
    union all by name
    select * from inputs_of_calculations
)

select * from lineage
