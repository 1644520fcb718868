with

members as (select * from {{ ref('int_plants__by_entity') }}),

-- A plant whose control is not stated stays in; that the statement is missing is a finding of its own.
uncontrolled as (
    select
        plant_id,
        valid_from,
        cast(valid_to + interval 1 day as date) as valid_until
    from {{ ref('shareholdings') }}
    where not has_operational_control
),

edges as (
    select
        entity_id,
        plant_id,
        member_from,
        member_from as edge
    from members
    union
    select
        members.entity_id,
        members.plant_id,
        members.member_from,
        unnest([uncontrolled.valid_from, uncontrolled.valid_until]) as edge
    from members
    inner join uncontrolled on members.plant_id = uncontrolled.plant_id
),

pieces as (
    select
        members.entity_id,
        members.plant_id,
        members.member_to,
        edges.edge as member_from,
        coalesce(
            lead(edges.edge) over (
                partition by members.entity_id, members.plant_id, members.member_from order by edges.edge
            ),
            members.member_until
        ) as member_until
    from members
    inner join edges
        on
            members.entity_id = edges.entity_id
            and members.plant_id = edges.plant_id
            and members.member_from = edges.member_from
            and members.member_from <= edges.edge
            and (members.member_until > edges.edge or members.member_until is null)
            and (members.member_to >= edges.edge or members.member_to is null)
),

disclosed as (
    select pieces.*
    from pieces
    anti join uncontrolled
        on
            pieces.plant_id = uncontrolled.plant_id
            and pieces.member_from >= uncontrolled.valid_from
            and (pieces.member_from < uncontrolled.valid_until or uncontrolled.valid_until is null)
)

select * from disclosed
