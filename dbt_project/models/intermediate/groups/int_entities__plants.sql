with recursive

plants as (select * from {{ ref('plants') }}),

entities as (
    select
        entity_id,
        parent_id,
        coalesce(valid_from, {{ open_start() }}) as valid_from,
        coalesce(valid_to, {{ open_end() }}) as valid_to
    from {{ ref('entities') }}
),

memberships as (
    select
        plants.plant_id,
        entities.entity_id,
        entities.parent_id,
        greatest(coalesce(plants.valid_from, {{ open_start() }}), entities.valid_from) as valid_from,
        least(coalesce(plants.valid_to, {{ open_end() }}), entities.valid_to) as valid_to
    from plants
    inner join entities on plants.unit_id = entities.entity_id
    union all
    select
        memberships.plant_id,
        entities.entity_id,
        entities.parent_id,
        greatest(memberships.valid_from, entities.valid_from) as valid_from,
        least(memberships.valid_to, entities.valid_to) as valid_to
    from memberships
    inner join entities on memberships.parent_id = entities.entity_id
),

valid as (
    select
        plant_id,
        entity_id,
        valid_from,
        valid_to
    from memberships
    where valid_from <= valid_to
)

select * from valid
