with

members as (
    select
        entity_id,
        plant_id,
        valid_from,
        nullif(valid_to, {{ open_end() }}) as valid_to
    from {{ ref('int_entities__plants') }}
)

select
    members.entity_id,
    members.plant_id,
    members.valid_from as member_from,
    members.valid_to as member_to,
    min(later.valid_from) as member_until
from members
left join members as later on members.plant_id = later.plant_id and members.valid_from < later.valid_from
group by members.entity_id, members.plant_id, members.valid_from, members.valid_to
