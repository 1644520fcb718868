-- One row per receipt that is due: each submission, and each file that holds none or several.
create temp table subjects as
with

submissions as (select * from staging.stg_submissions),

verdicts as (select * from read_parquet($verdicts)),

arrivals as (select * from staging.stg_arrivals),

judged as (
    select
        submissions.submission_id,
        submissions.arrival_id,
        submissions.plant_id,
        submissions.form_id,
        left(cast(submissions.period as varchar), if(submissions.frequency = 'year', 4, 7)) as period,
        submissions.period as first_day,
        verdicts.verdict,
        count(*) over (partition by submissions.arrival_id) as submissions_of_file
    from submissions
    inner join verdicts on submissions.submission_id = verdicts.submission_id
),

parts as (
    select
        arrival_id,
        count(*) as submissions,
        list([submission_id, plant_id, period, verdict] order by plant_id, period) as parts,
        case
            when bool_or(verdict = 'held') then 'held'
            when bool_or(verdict = 'accepted_with_warnings') then 'accepted_with_warnings'
            else 'accepted'
        end as verdict
    from judged
    group by arrival_id
),

subjects as (
    select
        submission_id as subject_id,
        arrival_id,
        submission_id,
        plant_id,
        form_id,
        period,
        first_day,
        verdict,
        submissions_of_file > 1 as is_part,
        cast([] as varchar[][]) as parts
    from judged
    union all by name
    select
        arrivals.arrival_id as subject_id,
        arrivals.arrival_id,
        '' as submission_id,
        '' as plant_id,
        coalesce(arrivals.form_id, '') as form_id,
        '' as period,
        null as first_day,
        coalesce(parts.verdict, 'rejected') as verdict,
        false as is_part,
        coalesce(parts.parts, []) as parts
    from arrivals
    left join parts on arrivals.arrival_id = parts.arrival_id
    where coalesce(parts.submissions, 0) <> 1
)

select
    subjects.*,
    arrivals.path,
    arrivals.content_id,
    coalesce(arrivals.layout_version, '') as layout_version,
    strftime(arrivals.received_at, '%Y-%m-%d %H:%M:%S') as received_at
from subjects
inner join arrivals on subjects.arrival_id = arrivals.arrival_id
