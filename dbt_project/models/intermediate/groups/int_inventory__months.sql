with

due as (
    select
        plant_id,
        period
    from {{ ref('int_submissions__due') }}
    where frequency = 'month'
),

reported as (
    select distinct
        plant_id,
        period
    from {{ ref('int_submissions__judged') }}
    where is_used and frequency = 'month'
),

members as (select * from {{ ref('int_plants__by_entity') }}),

shares as (select * from {{ ref('int_boundaries__shares') }}),

method_sets as (select * from {{ ref('int_methods__sets') }}),

purposes as (select * from {{ ref('purposes') }}),

sets as (
    select distinct
        purpose,
        method_set
    from method_sets
),

inventory_months as (
    select
        members.entity_id,
        shares.boundary,
        sets.purpose,
        sets.method_set,
        due.plant_id,
        due.period,
        method_sets.method_id,
        shares.share_pct,
        reported.plant_id is not null as is_reported
    from due
    inner join members
        on
            due.plant_id = members.plant_id
            and {{ is_member('members', 'due.period') }}
    inner join shares on due.plant_id = shares.plant_id and due.period = shares.period
    cross join sets
    inner join purposes on sets.purpose = purposes.purpose
    left join method_sets
        on
            due.plant_id = method_sets.plant_id
            and due.period = method_sets.period
            and sets.purpose = method_sets.purpose
            and sets.method_set = method_sets.method_set
    left join reported on due.plant_id = reported.plant_id and due.period = reported.period
    where
        (method_sets.method_id is not null or purposes.is_for_every_plant)
        and (shares.share_pct is null or shares.share_pct > 0)
)

select * from inventory_months
