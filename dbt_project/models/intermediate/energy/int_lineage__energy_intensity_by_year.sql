{{ config(materialized='view') }}

with

intensity as (
    select
        plant_id,
        year,
        product,
        {{ row_key(['plant_id', 'year', 'product']) }} as row_key
    from {{ ref('int_energy__intensity_by_year') }}
),

months as (
    select * from {{ ref('int_energy__product_months') }}
    where energy_tce is not null
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
        year,
        product,
        unnest(string_split(coefficient_ids, ';')) as factor_id
    from {{ ref('int_energy__benchmarks_by_year') }}
),

months_of_year as (
    select
        intensity.row_key,
        months.plant_id,
        months.period,
        months.fact_id
    from intensity
    inner join months
        on
            intensity.plant_id = months.plant_id
            and intensity.product = months.product
            and intensity.year = year(months.period)
),

links as (
    select
        row_key,
        plant_id,
        fact_id,
        'output' as role,
        1 as weight
    from months_of_year
    union all by name
    select
        months_of_year.row_key,
        months_of_year.plant_id,
        'fct_energy' as source_mart,
        flows.row_key as source_row_key,
        case flows.carrier when 'electricity' then 'electricity' else 'energy' end as role,
        1 as weight
    from months_of_year
    inner join flows on months_of_year.plant_id = flows.plant_id and months_of_year.period = flows.period
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
            and intensity.year = norms.year
            and intensity.product = norms.product
),

lineage as (
    select
        'rpt_energy_intensity' as mart,
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
