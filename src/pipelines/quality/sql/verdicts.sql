-- One row per submission: its verdict, whether it is used, and its open findings by severity.
with

submissions as (select * from staging.stg_submissions),

sources as (select * from staging.stg_submission_sources),

findings as (
    select * from gate.findings
    where state = 'open'
),

held as (select distinct submission_id from gate.held),

used as (select submission_id from gate.history),

attributed as (
    select
        submission_id,
        severity
    from findings
    where submission_id is not null
    union all
    select
        submissions.submission_id,
        findings.severity
    from findings
    inner join sources on findings.arrival_id = sources.arrival_id
    inner join submissions
        on
            sources.submission_id = submissions.submission_id
            and coalesce(findings.plant_id = submissions.plant_id, true)
            and coalesce(findings.period = submissions.period, true)
    where findings.submission_id is null
),

counted as (
    select
        submissions.submission_id,
        count(attributed.severity) filter (where attributed.severity = 'blocking') as blocking_findings,
        count(attributed.severity) filter (where attributed.severity = 'compliance') as compliance_findings,
        count(attributed.severity) filter (where attributed.severity = 'warning') as warning_findings,
        count(attributed.severity) filter (where attributed.severity = 'info') as info_findings
    from submissions
    left join attributed on submissions.submission_id = attributed.submission_id
    group by submissions.submission_id
),

judged as (
    select
        submissions.submission_id,
        submissions.arrival_id,
        submissions.form_id,
        submissions.frequency,
        submissions.plant_id,
        submissions.period,
        counted.blocking_findings,
        counted.compliance_findings,
        counted.warning_findings,
        counted.info_findings,
        case
            when held.submission_id is not null then 'held'
            when counted.blocking_findings + counted.compliance_findings + counted.warning_findings > 0
                then 'accepted_with_warnings'
            else 'accepted'
        end as verdict,
        used.submission_id is not null as is_used
    from submissions
    inner join counted on submissions.submission_id = counted.submission_id
    left join held on submissions.submission_id = held.submission_id
    left join used on submissions.submission_id = used.submission_id
)

select * from judged
order by submission_id
