{{ config(materialized='view') }}

with

facts as (select * from {{ ref('int_facts__accounting') }}),

plants as (
    select * from {{ ref('int_plants__methods') }}
    where renewable_carrier is not null
),

reported as (
    select
        fact_id,
        plant_id,
        period,
        case carrier when 'fuel' then material_id else carrier end as carrier,
        flow,
        value,
        unit
    from facts
    where carrier in ('fuel', 'electricity', 'heat', 'steam') and flow in ('consumed', 'reductant', 'exported')
),

-- Wind and sun are not metered: the power made of them stands for the energy taken in.
renewable as (
    select
        facts.fact_id,
        facts.plant_id,
        facts.period,
        plants.renewable_carrier as carrier,
        'consumed' as flow,
        facts.value,
        facts.unit
    from facts
    inner join plants
        on
            facts.plant_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
    where facts.indicator_id = 'electricity_generated'
),

unioned as (
    select * from reported
    union all
    select * from renewable
)

select * from unioned
