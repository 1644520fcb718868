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

-- What one plant of an entity delivers to another is counted where its fuel burns.
counted as (
    select
        members.entity_type,
        members.entity_id,
        cast(year(emissions.period) as integer) as year,
        emissions.calculation_number,
        emissions.method_id,
        emissions.purposes,
        emissions.emissions_tco2e
    from emissions
    inner join members
        on
            emissions.plant_id = members.plant_id
            and last_day(emissions.period) >= members.member_from
            and coalesce(last_day(emissions.period) < members.member_until, true)
    left join members as suppliers
        on
            emissions.scope = 2
            and emissions.counterparty_id = suppliers.plant_id
            and members.entity_id = suppliers.entity_id
            and last_day(emissions.period) >= suppliers.member_from
            and coalesce(last_day(emissions.period) < suppliers.member_until, true)
    where suppliers.plant_id is null
)

select * from counted
