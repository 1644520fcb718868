with

submissions as (select * from {{ ref('stg_submissions') }}),

verdicts as (select * from {{ source('checks', 'verdicts') }})

select
    submissions.submission_id,
    submissions.arrival_id,
    submissions.plant_id,
    submissions.period,
    submissions.frequency,
    submissions.form_id,
    submissions.kind,
    submissions.revision,
    submissions.received_at,
    submissions.precedence,
    verdicts.verdict,
    verdicts.is_used,
    verdicts.blocking_findings,
    verdicts.warning_findings
from submissions
inner join verdicts on submissions.submission_id = verdicts.submission_id
