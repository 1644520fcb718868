with

judged as (select * from {{ ref('int_submissions__judged') }}),

due as (select * from {{ ref('int_submissions__due') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

event_forms as (
    select form_id from {{ ref('forms') }}
    where frequency = 'event'
),

per_period as (
    select
        plant_id,
        period,
        frequency,
        min(received_at) as first_received_at,
        max(submission_id) filter (where is_used) as used_submission_id
    from judged
    group by plant_id, period, frequency
),

newest_of_form as (
    select *
    from judged
    qualify row_number() over (partition by plant_id, period, form_id order by precedence) = 1
),

received as (
    select
        newest_of_form.plant_id,
        newest_of_form.period,
        newest_of_form.form_id,
        newest_of_form.frequency,
        case
            when used.submission_id = newest_of_form.submission_id and used.kind = 'withdraws' then 'withdrawn'
            when used.submission_id = newest_of_form.submission_id then newest_of_form.verdict
            when newest_of_form.verdict <> 'held' and used.kind = 'withdraws' then 'withdrawn'
            when newest_of_form.verdict <> 'held' then 'replaced'
            when used.form_id = newest_of_form.form_id then 'held_earlier_used'
            when used.precedence > newest_of_form.precedence then 'held_earlier_used'
            when used.submission_id is not null then 'replaced'
            else 'held'
        end as status,
        coalesce(used.submission_id, newest_of_form.submission_id) as submission_id,
        coalesce(used.received_at, newest_of_form.received_at) as received_at,
        newest_of_form.submission_id as newest_submission_id,
        newest_of_form.arrival_id,
        newest_of_form.kind,
        newest_of_form.revision,
        per_period.first_received_at,
        newest_of_form.blocking_findings,
        newest_of_form.warning_findings
    from newest_of_form
    inner join per_period
        on
            newest_of_form.plant_id = per_period.plant_id
            and newest_of_form.period = per_period.period
            and newest_of_form.frequency = per_period.frequency
    left join judged as used on per_period.used_submission_id = used.submission_id
),

-- The newest file at the place of a plant and period, whatever stands in it.
placed as (
    select
        place_plant_text as plant_id,
        place_period_text as period_text,
        arrival_id,
        received_at
    from arrivals
    where coalesce(place_form_text, '') not in (select event_forms.form_id from event_forms)
    qualify row_number() over (
        partition by place_plant_text, place_period_text
        order by received_at desc, path desc, path_sequence desc
    ) = 1
),

not_received as (
    select
        due.plant_id,
        due.period,
        due.form_id,
        due.frequency,
        case when placed.arrival_id is null then 'missing' else 'rejected' end as status,
        placed.received_at,
        placed.received_at as first_received_at,
        placed.arrival_id
    from due
    left join placed
        on
            due.plant_id = placed.plant_id
            and left(cast(due.period as varchar), if(due.frequency = 'year', 4, 7)) = placed.period_text
    left join per_period
        on
            due.plant_id = per_period.plant_id
            and due.period = per_period.period
            and due.frequency = per_period.frequency
    where per_period.plant_id is null and (placed.arrival_id is not null or due.in_time_until < {{ as_of() }})
),

every_row as (
    select * from received
    union all by name
    select * from not_received
)

select
    every_row.plant_id,
    every_row.period,
    every_row.form_id as form,
    every_row.frequency,
    every_row.status,
    due.due_on,
    every_row.received_at,
    every_row.first_received_at,
    every_row.submission_id,
    every_row.newest_submission_id,
    every_row.arrival_id,
    every_row.kind,
    every_row.revision,
    senders.sender,
    senders.reason,
    every_row.blocking_findings,
    every_row.warning_findings,
    cast(every_row.first_received_at as date) > due.in_time_until as is_late,
    case
        when due.due_on is null then null
        when every_row.first_received_at is null then 'missing'
        when cast(every_row.first_received_at as date) < due.opens_on then 'early'
        when is_late then 'late'
        else 'in_time'
    end as timeliness,
    case
        when due.due_on is not null
            then greatest(date_diff(
                'day', due.in_time_until, coalesce(cast(every_row.first_received_at as date), {{ as_of() }})
            ), 0)
    end as days_late
from every_row
left join due
    on
        every_row.plant_id = due.plant_id
        and every_row.period = due.period
        and every_row.frequency = due.frequency
left join arrivals as senders on every_row.arrival_id = senders.arrival_id
