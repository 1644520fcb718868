{{ config(materialized='view') }}

with

intensity as (
    select
        *,
        {{ row_key(['plant_id', 'period', 'product']) }} as row_key
    from {{ ref('int_energy__intensity') }}
),

energy as (
    select * from {{ ref('int_lineage__energy') }}
    where mart = 'fct_energy'
),

norms as (
    select
        plant_id,
        period,
        product,
        unnest(string_split(coefficient_ids, ';')) as factor_id
    from {{ ref('int_energy__benchmarks') }}
),

links as (
    select
        row_key,
        plant_id,
        fact_id,
        cast(null as varchar) as factor_id,
        'output' as role
    from intensity
    union all
    select distinct
        intensity.row_key,
        intensity.plant_id,
        energy.fact_id,
        energy.factor_id,
        energy.role
    from intensity
    inner join energy on intensity.plant_id = energy.plant_id and intensity.period = energy.period
    union all
    select
        intensity.row_key,
        intensity.plant_id,
        cast(null as varchar) as fact_id,
        norms.factor_id,
        'norm' as role
    from intensity
    inner join norms
        on
            intensity.plant_id = norms.plant_id
            and intensity.period = norms.period
            and intensity.product = norms.product
),

lineage as (
    select
        'fct_energy_intensity' as mart,
        row_key,
        plant_id,
        fact_id,
        factor_id,
        role
    from links
)

select * from lineage
