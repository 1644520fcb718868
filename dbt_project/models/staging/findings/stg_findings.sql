with

findings as (
    select * from {{ ref('stg_findings__arrivals') }}
    union all by name
    select * from {{ ref('stg_findings__places') }}
    union all by name
    select * from {{ ref('stg_findings__submissions') }}
    union all by name
    select * from {{ ref('stg_findings__headers') }}
    union all by name
    select * from {{ ref('stg_findings__rows') }}
    union all by name
    select * from {{ ref('stg_findings__numbers') }}
    union all by name
    select * from {{ ref('stg_findings__factors') }}
),

arrivals as (select * from {{ ref('stg_arrivals') }}),

submissions as (select * from {{ ref('stg_submissions') }}),

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
        findings.address,
        findings.found,
        findings.expected,
        coalesce(findings.submission_id, submissions.submission_id, sole_submissions.submission_id) as submission_id
    from findings
    left join submissions
        on findings.concerns_arrival and findings.arrival_id = submissions.arrival_id
    left join sole_submissions on findings.arrival_id = sole_submissions.arrival_id
),

completed as (
    select
        assigned.rule_id,
        assigned.arrival_id,
        assigned.submission_id,
        submissions.plant_id,
        submissions.period,
        arrivals.path,
        assigned.sheet,
        assigned.address,
        assigned.found,
        assigned.expected,
        left(arrivals.content_id, 12) || '!' || assigned.sheet || '!' || assigned.address as cell_id,
        concat_ws('!', assigned.sheet, assigned.address) as finding_key
    from assigned
    inner join arrivals on assigned.arrival_id = arrivals.arrival_id
    left join submissions on assigned.submission_id = submissions.submission_id
)

select * from completed
