{{ config(materialized='view') }}

with

facts as (select * from {{ ref('int_energy__carrier_facts') }}),

flows as (
    select * from {{ ref('int_energy__by_standard') }}
    where energy_tce is not null
),

links as (
    select
        flows.*,
        facts.fact_id,
        null as factor_id,
        'activity' as role
    from flows
    inner join facts
        on
            flows.plant_id = facts.plant_id
            and flows.period = facts.period
            and flows.carrier = facts.carrier
            and flows.flow = facts.flow
    union all
    select
        *,
        unnest(string_split(heat_value_fact_ids, ';')) as fact_id,
        null as factor_id,
        'measured_ncv' as role
    from flows
    union all
    select
        *,
        null as fact_id,
        unnest(string_split(coefficient_ids, ';')) as factor_id,
        'factor' as role
    from flows
),

lineage as (
    select
        'fct_energy' as mart,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow']) }} as row_key,
        plant_id,
        period,
        carrier,
        fact_id,
        cast(factor_id as varchar) as factor_id,
        role
    from links
    where is_default
    union all
    select
        'fct_energy_by_standard' as mart,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow', 'standard', 'valuation']) }} as row_key,
        plant_id,
        period,
        carrier,
        fact_id,
        cast(factor_id as varchar) as factor_id,
        role
    from links
)

select * from lineage
