-- One row per file checked, in the order given: what it is, its verdict, and how many values were read from it.
with

arrivals as (select * from staging.stg_arrivals),

submissions as (select * from staging.stg_submissions),

facts as (select * from staging.stg_facts),

findings as (
    select * from gate.findings
    where state = 'open'
),

values_read as (
    select
        arrival_id,
        count(*) as value_count
    from facts
    group by arrival_id
),

places as (
    select
        arrival_id,
        if(count(distinct plant_id) = 1, any_value(plant_id), null) as plant_id,
        if(count(distinct period) = 1, any_value(period), null) as period
    from submissions
    group by arrival_id
),

severities as (
    select
        arrival_id,
        bool_or(severity = 'blocking') as is_held,
        bool_or(severity in ('compliance', 'warning')) as is_warned
    from findings
    group by arrival_id
)

select
    arrivals.path,
    arrivals.form_id,
    places.plant_id,
    places.period,
    case
        when arrivals.state = 'rejected' then 'rejected'
        when severities.is_held then 'held'
        when severities.is_warned then 'accepted_with_warnings'
        else 'accepted'
    end as verdict,
    coalesce(values_read.value_count, 0) as "values"
from arrivals
left join places on arrivals.arrival_id = places.arrival_id
left join severities on arrivals.arrival_id = severities.arrival_id
left join values_read on arrivals.arrival_id = values_read.arrival_id
