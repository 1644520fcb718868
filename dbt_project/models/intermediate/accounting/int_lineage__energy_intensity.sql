{{ config(materialized='view') }}

with

intensity as (
    select
        {{ row_key(['plant_id', 'period', 'product']) }} as row_key,
        plant_id,
        period,
        fact_id
    from {{ ref('int_energy__intensity') }}
),

energy as (select * from {{ ref('int_lineage__energy') }}),

links as (
    select
        row_key,
        plant_id,
        fact_id,
        null as factor_id,
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
),

lineage as (
    select
        'fct_energy_intensity' as mart,
        row_key,
        plant_id,
        fact_id,
        cast(factor_id as varchar) as factor_id,
        role
    from links
)

select * from lineage
