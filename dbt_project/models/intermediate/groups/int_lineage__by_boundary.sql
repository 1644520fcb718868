{{ config(materialized='view') }}

with

emissions as (select * from {{ ref('fct_ghg_by_boundary') }}),

eliminations as (select * from {{ ref('fct_eliminations_by_boundary') }}),

by_method as (
    select
        purpose,
        method_id,
        plant_id,
        period,
        scope,
        counterparty_id,
        {{ row_key([
            'purpose', 'method_id', 'variant_id', 'scope2_basis', 'plant_id', 'period', 'stream_id', 'gas'
        ]) }} as row_key
    from {{ ref('fct_ghg_by_method') }}
    where is_default
),

method_sets as (select * from {{ ref('int_methods__sets') }}),

counted as (
    select
        'fct_ghg_by_boundary' as mart,
        {{ row_key(['boundary', 'purpose', 'method_set', 'plant_id', 'period'], 'emissions') }} as row_key,
        emissions.plant_id,
        by_method.row_key as source_row_key
    from emissions
    inner join by_method
        on
            emissions.purpose = by_method.purpose
            and emissions.method_id = by_method.method_id
            and emissions.plant_id = by_method.plant_id
            and emissions.period = by_method.period
),

eliminated as (
    select
        'fct_eliminations_by_boundary' as mart,
        {{ row_key(
            ['boundary', 'purpose', 'method_set', 'from_plant_id', 'to_plant_id', 'period', 'carrier'], 'eliminations'
        ) }} as row_key,
        by_method.plant_id,
        by_method.row_key as source_row_key
    from eliminations
    inner join by_method
        on
            eliminations.purpose = by_method.purpose
            and eliminations.period = by_method.period
            and by_method.scope = 2
            and by_method.plant_id in (eliminations.from_plant_id, eliminations.to_plant_id)
            and by_method.counterparty_id in (eliminations.from_plant_id, eliminations.to_plant_id)
    inner join method_sets
        on
            eliminations.purpose = method_sets.purpose
            and eliminations.method_set = method_sets.method_set
            and by_method.plant_id = method_sets.plant_id
            and by_method.period = method_sets.period
            and by_method.method_id = method_sets.method_id
),

links as (
    select * from counted
    union all
    select * from eliminated
),

lineage as (
    select
        mart,
        row_key,
        plant_id,
        cast(null as varchar) as fact_id,
        cast(null as varchar) as factor_id,
        'fct_ghg_by_method' as source_mart,
        source_row_key,
        'emissions' as role
    from links
)

select * from lineage
