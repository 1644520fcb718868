{{ config(materialized='view') }}

with

intensity as (
    select
        *,
        {{ row_key(['plant_id', 'period', 'product']) }} as row_key
    from {{ ref('int_energy__intensity') }}
),

flows as (
    select
        plant_id,
        period,
        carrier,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow']) }} as row_key
    from {{ ref('int_energy__flows') }}
    where energy_tce is not null
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
        'output' as role,
        1 as weight
    from intensity
    union all by name
    select
        intensity.row_key,
        intensity.plant_id,
        'fct_energy' as source_mart,
        flows.row_key as source_row_key,
        case flows.carrier when 'electricity' then 'electricity' else 'energy' end as role,
        1 as weight
    from intensity
    inner join flows on intensity.plant_id = flows.plant_id and intensity.period = flows.period
    union all by name
    select
        intensity.row_key,
        intensity.plant_id,
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
        source_mart,
        source_row_key,
        role,
        weight
    from links
)

select * from lineage
