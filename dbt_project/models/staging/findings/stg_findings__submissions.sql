with

submissions as (select * from {{ ref('stg_submissions') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

-- The whole forms that corrections build on.
whole_sources as (
    select * from {{ ref('stg_submission_sources') }}
    where source_kind <> 'replaces_values'
),

duties as (select * from {{ ref('stg_duties') }}),

places as (
    select
        submission_id,
        bool_and(industry_id is not null and is_due) as is_active,
        min(period_cell) as period_cell
    from {{ ref('stg_places') }}
    where submission_id is not null
    group by submission_id
),

inactive as (
    select
        'plant_not_active' as rule_id,
        submissions.submission_id,
        cast(submissions.period as varchar) as found,
        null as found_zh,
        'a period in which the plant is active and reports' as expected,
        '工厂在运行且应报送的报告期' as expected_zh
    from submissions
    inner join places on submissions.submission_id = places.submission_id
    where not places.is_active and submissions.period <= {{ as_of() }}
),

future as (
    select
        'period_in_future' as rule_id,
        submission_id,
        cast(period as varchar) as found,
        null as found_zh,
        concat('a period that has begun by ', {{ as_of() }}) as expected,
        concat('截至 ', {{ as_of() }}, ' 已开始的报告期') as expected_zh
    from submissions
    where period > {{ as_of() }}
),

-- What withdraws reports nothing, so it may come at any time.
early as (
    select
        'too_early' as rule_id,
        submissions.submission_id,
        concat('sent on ', cast(submissions.received_at as date)) as found,
        concat('报送日 ', cast(submissions.received_at as date)) as found_zh,
        concat('sent on ', min(duties.opens_on), ' or later') as expected,
        concat('自 ', min(duties.opens_on), ' 起报送') as expected_zh
    from submissions
    inner join duties
        on
            submissions.plant_id = duties.plant_id
            and submissions.frequency = duties.frequency
            and submissions.period = duties.period
    where submissions.kind <> 'withdraws'
    group by submissions.submission_id, submissions.received_at
    having cast(submissions.received_at as date) < min(duties.opens_on)
),

without_base as (
    select
        'nothing_to_replace' as rule_id,
        submissions.submission_id,
        'values to be put in place, and nothing that they could be put into' as found,
        '有待替换的数值，但没有可替换的报送' as found_zh,
        'an original before it, or the whole form with kind replaces_all' as expected,
        '先有原始报送，或以 replaces_all 报送整个表单' as expected_zh
    from submissions
    anti join whole_sources on submissions.submission_id = whole_sources.submission_id
    where submissions.kind = 'replaces_values'
),

without_reason as (
    select
        'reason_not_given' as rule_id,
        submissions.submission_id,
        'kind ' || submissions.kind || ' without a reason' as found,
        '类型为 ' || submissions.kind || '，未写原因' as found_zh,
        'the reason on the cover or in the sidecar' as expected,
        '在封面或附带说明文件中写明原因' as expected_zh
    from submissions
    inner join arrivals on submissions.arrival_id = arrivals.arrival_id
    where submissions.kind <> 'original' and arrivals.reason is null
),

findings as (
    select * from inactive
    union all
    select * from future
    union all
    select * from early
    union all
    select * from without_base
    union all
    select * from without_reason
),

-- What is wrong with the period stands where the period stands.
placed as (
    select
        findings.rule_id,
        submissions.arrival_id,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.submission_id,
        case when findings.rule_id in ('plant_not_active', 'period_in_future') then places.period_cell end as cell
    from findings
    inner join submissions on findings.submission_id = submissions.submission_id
    inner join places on findings.submission_id = places.submission_id
)

select
    rule_id,
    arrival_id,
    found,
    found_zh,
    expected,
    expected_zh,
    submission_id,
    'sending' as about,
    false as concerns_arrival,
    regexp_extract(cell, '^(.*)!', 1) as sheet,
    regexp_extract(cell, '!([^!]*)$', 1) as address
from placed
