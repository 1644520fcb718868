with

plants as (select * from {{ ref('plants') }}),

entities as (select * from {{ ref('entities') }}),

spans as (
    select
        plant_id,
        unit_id,
        industry_id,
        valid_from as member_from,
        lead(valid_from) over (partition by plant_id order by valid_from) as member_until
    from plants
),

unit_parents as (
    select distinct entity_id as unit_id, parent_id
    from entities
    where parent_id is not null
),

entity_units as (
    select unit_id as entity_id, unit_id from unit_parents
    union all
    select parent_id as entity_id, unit_id from unit_parents
)

select
    entity_units.entity_id,
    spans.plant_id,
    spans.unit_id,
    spans.industry_id,
    spans.member_from,
    spans.member_until
from spans
inner join entity_units on spans.unit_id = entity_units.unit_id
