{{ config(materialized='view') }}

with

plants_by_entity as (select * from {{ ref('int_plants__by_entity') }}),

emissions as (select * from {{ ref('fct_ghg_emissions') }}),

eliminations as (select * from {{ ref('fct_eliminations') }}),

emission_rows as (
    select
        plants_by_entity.entity_id,
        year(emissions.period) as year,
        emissions.gas,
        emissions.plant_id,
        'fct_ghg_emissions' as source_mart,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas'], 'emissions') }} as source_row_key
    from emissions
    inner join plants_by_entity
        on
            emissions.plant_id = plants_by_entity.plant_id
            and last_day(emissions.period) >= plants_by_entity.member_from
            and (
                plants_by_entity.member_until is null
                or last_day(emissions.period) < plants_by_entity.member_until
            )
),

elimination_rows as (
    select
        delivering.entity_id,
        year(eliminations.period) as year,
        'CO2' as gas,
        eliminations.to_plant_id as plant_id,
        'fct_eliminations' as source_mart,
        {{ row_key(['from_plant_id', 'to_plant_id', 'period', 'carrier'], 'eliminations') }} as source_row_key
    from eliminations
    inner join plants_by_entity as delivering
        on
            eliminations.from_plant_id = delivering.plant_id
            and last_day(eliminations.period) >= delivering.member_from
            and (
                delivering.member_until is null
                or last_day(eliminations.period) < delivering.member_until
            )
    inner join plants_by_entity as receiving
        on
            eliminations.to_plant_id = receiving.plant_id
            and delivering.entity_id = receiving.entity_id
            and last_day(eliminations.period) >= receiving.member_from
            and (
                receiving.member_until is null
                or last_day(eliminations.period) < receiving.member_until
            )
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
