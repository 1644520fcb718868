{{ config(materialized='view') }}

with

facts as (select * from {{ ref('int_energy__carrier_facts') }}),

flows as (select * from {{ ref('int_energy__by_standard') }}),

weights as (select * from {{ ref('int_lineage__energy_weights') }}),

-- Energy given away counts against energy consumed.
activities as (
    select
        flows.plant_id,
        flows.period,
        flows.carrier,
        flows.flow,
        flows.standard,
        flows.valuation,
        flows.is_default and flows.energy_tce is not null as is_disclosed,
        facts.fact_id,
        'activity' as role,
        case flows.flow when 'exported' then -1 else 1 end as weight
    from flows
    inner join facts
        on
            flows.plant_id = facts.plant_id
            and flows.period = facts.period
            and flows.carrier = facts.carrier
            and flows.flow = facts.flow
            and flows.quantity_unit = facts.unit
),

valued as (
    select * from flows
    where energy_tce is not null
),

measured as (
    select
        plant_id,
        period,
        carrier,
        flow,
        standard,
        valuation,
        is_default as is_disclosed,
        unnest(string_split(heat_value_fact_ids, ';')) as fact_id
    from valued
),

coefficients as (
    select
        plant_id,
        period,
        carrier,
        flow,
        standard,
        valuation,
        is_default as is_disclosed,
        unnest(string_split(coefficient_ids, ';')) as factor_id
    from valued
),

links as (
    select * from activities
    union all by name
    select
        measured.*,
        weights.role,
        weights.weight
    from measured
    inner join weights on measured.fact_id = weights.source_id
    union all by name
    select
        coefficients.*,
        weights.role,
        weights.weight
    from coefficients
    inner join weights on coefficients.factor_id = weights.source_id
),

lineage as (
    select
        'fct_energy' as mart,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow']) }} as row_key,
        plant_id,
        period,
        carrier,
        fact_id,
        factor_id,
        role,
        weight
    from links
    where is_disclosed
    union all
    select
        'fct_energy_by_standard' as mart,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow', 'standard', 'valuation']) }} as row_key,
        plant_id,
        period,
        carrier,
        fact_id,
        factor_id,
        role,
        weight
    from links
)

select * from lineage
