with

months as (select * from {{ ref('int_plants__months') }}),

members as (select * from {{ ref('int_plants__by_entity') }}),

shares as (select * from {{ ref('int_boundaries__shares') }}),

changes as (select * from {{ ref('structural_changes') }}),

years as (
    select
        cast(year(period) as integer) as year,
        max(period) as last_period
    from months
    group by year(period)
),

-- The last month of a plant up to the year's end: a plant that is gone is judged by how it left.
last_months as (
    select
        years.year,
        months.plant_id,
        min(months.period) as first_period,
        max(months.period) as period,
        max(months.period) = years.last_period as is_there
    from years
    inner join months on years.last_period >= months.period
    group by years.year, years.last_period, months.plant_id
),

structure as (
    select
        members.entity_id,
        last_months.year,
        shares.boundary,
        last_months.plant_id,
        last_months.period,
        last_months.first_period,
        joined.change as how_joined,
        case when not last_months.is_there then coalesce(departed.change, 'unstated') end as how_left,
        case
            when last_months.is_there or departed.change = 'closed' then shares.share_pct
            when departed.change = 'sold' then 0
        end as share_pct
    from last_months
    inner join members
        on last_months.plant_id = members.plant_id and {{ is_member('members', 'last_months.period') }}
    inner join shares on last_months.plant_id = shares.plant_id and last_months.period = shares.period
    left join changes as departed
        on
            last_months.plant_id = departed.plant_id
            and departed.change in ('sold', 'closed')
            and date_trunc('month', departed.changed_on) = last_months.period
    left join changes as joined
        on
            last_months.plant_id = joined.plant_id
            and joined.change in ('acquired', 'opened')
            and date_trunc('month', joined.changed_on) = last_months.first_period
)

select * from structure
