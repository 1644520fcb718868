with

members as (select * from {{ ref('int_entities__plants') }})

select
    members.entity_id,
    members.plant_id,
    members.valid_from as member_from,
    min(later.valid_from) as member_until
from members
left join members as later on members.plant_id = later.plant_id and members.valid_from < later.valid_from
group by members.entity_id, members.plant_id, members.valid_from
