{{ config(materialized='view') }}

with

members as (select * from {{ ref('int_plants__disclosed') }}),

emissions as (select * from {{ ref('fct_ghg_emissions') }}),

eliminations as (select * from {{ ref('fct_eliminations') }}),

emission_rows as (
    select
        members.entity_id,
        emissions.gas,
        emissions.plant_id,
        'fct_ghg_emissions' as source_mart,
        year(emissions.period) as year,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas'], 'emissions') }} as source_row_key
    from emissions
    inner join members
        on
            emissions.plant_id = members.plant_id
            and {{ is_member('members', 'emissions.period') }}
),

elimination_rows as (
    select
        senders.entity_id,
        'CO2' as gas,
        eliminations.to_plant_id as plant_id,
        'fct_eliminations' as source_mart,
        year(eliminations.period) as year,
        {{ row_key(['from_plant_id', 'to_plant_id', 'period', 'carrier'], 'eliminations') }} as source_row_key
    from eliminations
    inner join members as senders
        on
            eliminations.from_plant_id = senders.plant_id
            and {{ is_member('senders', 'eliminations.period') }}
    inner join members as receivers
        on
            eliminations.to_plant_id = receivers.plant_id
            and senders.entity_id = receivers.entity_id
            and {{ is_member('receivers', 'eliminations.period') }}
),

every_row as (
    select * from emission_rows
    union all
    select * from elimination_rows
)

select
    entity_id,
    year,
    'emissions_tco2e' as quantity_id,
    plant_id,
    source_mart,
    source_row_key
from every_row
union all
select
    entity_id,
    year,
    'co2_t' as quantity_id,
    plant_id,
    source_mart,
    source_row_key
from every_row
where gas = 'CO2'
