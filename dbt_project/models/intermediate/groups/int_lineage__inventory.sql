{{ config(materialized='view') }}

with

inventories as (
    select
        *,
        {{ row_key(['entity_id', 'year', 'purpose', 'method_set', 'scope2_basis', 'boundary']) }} as row_key
    from {{ ref('rpt_ghg_inventory') }}
    where total_tco2e is not null
),

emissions as (
    select
        *,
        {{ row_key(['boundary', 'purpose', 'method_set', 'plant_id', 'period']) }} as row_key
    from {{ ref('fct_ghg_by_boundary') }}
),

eliminations as (
    select
        *,
        {{ row_key(
            ['boundary', 'purpose', 'method_set', 'from_plant_id', 'to_plant_id', 'period', 'carrier']
        ) }} as row_key
    from {{ ref('fct_eliminations_by_boundary') }}
),

members as (select * from {{ ref('int_plants__by_entity') }}),

counted as (
    select
        inventories.row_key,
        emissions.plant_id,
        'fct_ghg_by_boundary' as source_mart,
        emissions.row_key as source_row_key,
        'emissions' as role,
        1 as weight
    from inventories
    inner join emissions
        on
            inventories.boundary = emissions.boundary
            and inventories.purpose = emissions.purpose
            and inventories.method_set = emissions.method_set
            and inventories.year = year(emissions.period)
    inner join members
        on
            inventories.entity_id = members.entity_id
            and emissions.plant_id = members.plant_id
            and {{ is_member('members', 'emissions.period') }}
),

eliminated as (
    select
        inventories.row_key,
        eliminations.to_plant_id as plant_id,
        'fct_eliminations_by_boundary' as source_mart,
        eliminations.row_key as source_row_key,
        'elimination' as role,
        -1 as weight
    from inventories
    inner join eliminations
        on
            inventories.boundary = eliminations.boundary
            and inventories.purpose = eliminations.purpose
            and inventories.method_set = eliminations.method_set
            and inventories.year = year(eliminations.period)
    inner join members as senders
        on
            inventories.entity_id = senders.entity_id
            and eliminations.from_plant_id = senders.plant_id
            and {{ is_member('senders', 'eliminations.period') }}
    inner join members as receivers
        on
            inventories.entity_id = receivers.entity_id
            and eliminations.to_plant_id = receivers.plant_id
            and {{ is_member('receivers', 'eliminations.period') }}
),

links as (
    select * from counted
    union all
    select * from eliminated
),

lineage as (
    select
        'rpt_ghg_inventory' as mart,
        row_key,
        plant_id,
        cast(null as varchar) as fact_id,
        cast(null as varchar) as factor_id,
        source_mart,
        source_row_key,
        role,
        weight
    from links
)

select * from lineage
