with

emissions as (
    select * from {{ ref('int_emissions__by_method') }}
    where is_default and scope is not null and scope2_basis in ('', 'location')
),

entities as (select * from {{ ref('entities') }}),

plants as (select distinct plant_id from {{ ref('plants') }}),

memberships as (select * from {{ ref('int_plants__by_entity') }}),

members as (
    select
        entities.entity_type,
        memberships.*
    from memberships
    inner join entities on memberships.entity_id = entities.entity_id
    union all by name
    select
        'plant' as entity_type,
        plant_id as entity_id,
        plant_id,
        {{ open_start() }} as member_from,
        null as member_until
    from plants
),

of_members as (
    select
        members.entity_type,
        members.entity_id,
        cast(year(emissions.period) as integer) as year,
        emissions.calculation_number,
        emissions.method_id,
        emissions.purposes,
        emissions.scope,
        emissions.counterparty_id,
        emissions.period,
        emissions.emissions_tco2e
    from emissions
    inner join members
        on
            emissions.plant_id = members.plant_id
            and last_day(emissions.period) >= members.member_from
            and coalesce(last_day(emissions.period) < members.member_until, true)
),

supplied_inside as (
    select
        of_members.entity_type,
        of_members.entity_id,
        of_members.calculation_number
    from of_members
    inner join members as suppliers
        on
            of_members.counterparty_id = suppliers.plant_id
            and of_members.entity_id = suppliers.entity_id
            and last_day(of_members.period) >= suppliers.member_from
            and coalesce(last_day(of_members.period) < suppliers.member_until, true)
    where of_members.scope = 2
),

-- What one plant of an entity delivers to another is counted where its fuel burns.
counted as (
    select
        of_members.entity_type,
        of_members.entity_id,
        of_members.year,
        of_members.calculation_number,
        of_members.method_id,
        of_members.purposes,
        of_members.emissions_tco2e
    from of_members
    anti join supplied_inside
        on
            of_members.entity_type = supplied_inside.entity_type
            and of_members.entity_id = supplied_inside.entity_id
            and of_members.calculation_number = supplied_inside.calculation_number
)

select * from counted
