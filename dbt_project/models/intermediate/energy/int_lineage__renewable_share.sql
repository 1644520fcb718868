{{ config(materialized='view') }}

with

months as (
    select
        plant_id,
        period,
        {{ row_key(['plant_id', 'period']) }} as row_key
    from {{ ref('fct_renewable_share') }}
),

materials as (select * from {{ ref('materials') }}),

-- What is given away of a renewable carrier is energy, and not taken in.
flows as (
    select
        energy.plant_id,
        energy.period,
        materials.is_renewable and energy.flow in ('consumed', 'reductant') as is_renewable,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow'], 'energy') }} as row_key
    from {{ ref('int_energy__flows') }} as energy
    inner join materials on energy.carrier = materials.material_id
    where energy.energy_tce is not null
),

renewable as (select * from {{ ref('int_energy__renewable') }}),

members as (select * from {{ ref('int_plants__by_entity') }}),

links as (
    select
        'fct_renewable_share' as mart,
        months.row_key,
        months.plant_id,
        'fct_energy' as source_mart,
        flows.row_key as source_row_key,
        case when flows.is_renewable then 'renewable_energy' else 'energy' end as role,
        1 as weight
    from months
    inner join flows on months.plant_id = flows.plant_id and months.period = flows.period
    union all by name
    select
        'fct_renewable_share' as mart,
        months.row_key,
        months.plant_id,
        renewable.fact_id,
        'renewable_supply' as role,
        renewable.tce_per_unit as weight
    from months
    inner join renewable on months.plant_id = renewable.plant_id and months.period = renewable.period
    where renewable.fact_id is not null
    union all by name
    select
        'rpt_renewable_share' as mart,
        concat('entity_id=', members.entity_id, '|year=', year(months.period)) as row_key,
        months.plant_id,
        'fct_renewable_share' as source_mart,
        months.row_key as source_row_key,
        'month' as role,
        1 as weight
    from months
    inner join members
        on
            months.plant_id = members.plant_id
            and last_day(months.period) >= members.member_from
            and (members.member_until is null or last_day(months.period) < members.member_until)
)

select * from links
