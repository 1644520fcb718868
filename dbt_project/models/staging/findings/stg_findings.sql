with

findings as (select * from {{ ref('stg_findings__causes') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

submissions as (select * from {{ ref('stg_submissions') }}),

sources as (
    select * from {{ ref('stg_submission_sources') }}
    where kind = 'replaces_values' and distance > 0
),

replaced_rows as (
    select distinct
        submission_id,
        arrival_id,
        sheet,
        row_number
    from {{ ref('stg_readings__corrected') }}
    where is_replaced
),

sole_submissions as (
    select
        arrival_id,
        min(submission_id) as submission_id
    from submissions
    group by arrival_id
    having count(*) = 1
),

-- What concerns the whole file concerns each of its submissions; a row of no known plant or period, the only one.
assigned as (
    select
        findings.rule_id,
        findings.arrival_id,
        findings.sheet,
        findings.row_number,
        findings.address,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.about,
        coalesce(findings.submission_id, submissions.submission_id, sole_submissions.submission_id) as submission_id
    from findings
    left join submissions
        on findings.concerns_arrival and findings.arrival_id = submissions.arrival_id
    left join sole_submissions on findings.arrival_id = sole_submissions.arrival_id
),

-- What is wrong with the values that a correction leaves in their place is wrong with the corrected whole.
left_in_place as (
    select
        assigned.rule_id,
        assigned.arrival_id,
        assigned.sheet,
        assigned.row_number,
        assigned.address,
        assigned.found,
        assigned.found_zh,
        assigned.expected,
        assigned.expected_zh,
        assigned.about,
        sources.submission_id,
        assigned.arrival_id as source_arrival_id
    from assigned
    inner join sources on assigned.submission_id = sources.source_submission_id
    anti join replaced_rows
        on
            sources.submission_id = replaced_rows.submission_id
            and assigned.arrival_id = replaced_rows.arrival_id
            and assigned.sheet = replaced_rows.sheet
            and assigned.row_number = replaced_rows.row_number
    where assigned.about in ('values', 'submission')
),

attributed as (
    select * from assigned
    union all by name
    select * from left_in_place
),

completed as (
    select
        attributed.rule_id,
        attributed.arrival_id,
        attributed.submission_id,
        submissions.plant_id,
        submissions.period,
        arrivals.path,
        attributed.sheet,
        attributed.address,
        attributed.found,
        attributed.expected,
        attributed.expected_zh,
        coalesce(attributed.found_zh, attributed.found) as found_zh,
        coalesce(submissions.received_at, arrivals.received_at) as received_at,
        left(arrivals.content_id, 12) || '!' || attributed.sheet || '!' || attributed.address as cell_id,
        concat_ws('!', attributed.source_arrival_id, attributed.sheet, attributed.address) as finding_key
    from attributed
    inner join arrivals on attributed.arrival_id = arrivals.arrival_id
    left join submissions on attributed.submission_id = submissions.submission_id
    where submissions.kind is distinct from 'withdraws' or attributed.about <> 'values'
)

select * from completed
