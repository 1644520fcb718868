{#
subject: "a required indicator of a submission (`what`: `indicators`), or a plant and period due (`periods`)"
subject_zh: "一份填报的必填指标（`indicators`），或应报的工厂与期间（`periods`）"
may_block: false
needs_history: {what: [periods]}
needs:
  staging.stg_facts: [submission_id, indicator_id, domain, cell_id]
  staging.stg_unread_values: [submission_id, indicator_id]
  staging.stg_findings: [rule_id, submission_id]
  staging.stg_submissions: [submission_id, form_id, plant_id, period, frequency, kind, precedence, received_at]
  staging.stg_submission_sources: [submission_id, source_kind]
  reference.indicators: [indicator_id, name_en, name_zh, domain, form_ids, industry_ids, is_required, valid_from, valid_to]
  reference.plants: [plant_id, industry_id, valid_from, valid_to]
  staging.stg_duties: [plant_id, frequency, period, due_on, in_time_until]
parameters:
  what: {type: text, required: true, is: "`indicators`, or `periods` by the calendar of duties up to the as-of date"}
#}
{% import 'duties.sql' as duties %}
{% if p.what == 'indicators' %}
with

-- A withdrawal reports nothing, and a correction of single values no more than it says where nothing is there to correct.
whole_submissions as (
    select submission_id from staging.stg_submission_sources
    where source_kind <> 'replaces_values'
),

-- What a plant owes is not asked where it is in doubt which plant it is.
of_doubtful_plants as (
    select submission_id from staging.stg_findings
    where rule_id in ('plant_differs_from_name', 'plant_differs_from_place')
),

submissions as (
    select
        submissions.*,
        plants.industry_id
    from staging.stg_submissions as submissions
    inner join reference.plants as plants
        on
            submissions.plant_id = plants.plant_id
            and submissions.period >= date_trunc('month', plants.valid_from)
            and coalesce(submissions.period <= plants.valid_to, true)
    semi join whole_submissions on submissions.submission_id = whole_submissions.submission_id
    anti join of_doubtful_plants on submissions.submission_id = of_doubtful_plants.submission_id
    {{ view.where('submissions') }}
),

required as (
    select
        *,
        unnest(string_split(form_ids, ';')) as form_id
    from reference.indicators
    where is_required
),

-- What is there and could not be read is not missing: its own finding says what is wrong with it.
given as (
    select
        submission_id,
        indicator_id
    from staging.stg_facts
    union all
    select
        submission_id,
        indicator_id
    from staging.stg_unread_values
),

reported as (
    select
        submission_id,
        list(indicator_id) as indicator_ids
    from given
    where indicator_id in (select required.indicator_id from required)
    group by submission_id
),

judged as (
    select
        submissions.submission_id,
        required.indicator_id,
        required.name_en,
        required.name_zh,
        required.domain,
        not coalesce(list_contains(reported.indicator_ids, required.indicator_id), false) as is_broken
    from submissions
    inner join required
        on
            submissions.form_id = required.form_id
            and (
                required.industry_ids = '*'
                or list_contains(string_split(required.industry_ids, ';'), submissions.industry_id)
            )
            and required.valid_from <= submissions.period
            and coalesce(required.valid_to >= submissions.period, true)
    left join reported on submissions.submission_id = reported.submission_id
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, broken as (select * from judged where is_broken is not false),

-- Where the other values of its domain stand, it is to be added.
sheets as (
    select
        facts.submission_id,
        facts.domain,
        regexp_extract(min(facts.cell_id), '^[^!]*!(.*)!', 1) as sheet
    from staging.stg_facts as facts
    semi join broken on facts.submission_id = broken.submission_id and facts.domain = broken.domain
    group by facts.submission_id, facts.domain
)

select
    broken.submission_id,
    indicator_id as finding_key,
    sheets.sheet,
    'no value of ' || name_en as found_en,
    '缺少' || name_zh as found_zh,
    'a value of ' || name_en || ', 0 where there was none' as expected_en,
    '填报' || name_zh || '，没有则填 0' as expected_zh
from broken
left join sheets on broken.submission_id = sheets.submission_id and broken.domain = sheets.domain
{% endif %}
{% else %}
with

{{ duties.due(view) }},

judged as (
    select
        due.*,
        submissions.kind is not distinct from 'withdraws' as is_withdrawn,
        coalesce(submissions.kind = 'withdraws', true) as is_broken
    from due
    left join staging.stg_submissions as submissions
        on
            due.plant_id = submissions.plant_id
            and due.frequency = submissions.frequency
            and due.period = submissions.period
            and submissions.precedence = 1
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    plant_id,
    period,
    frequency as finding_key,
    if(is_withdrawn, 'withdrawn: the report of ', 'nothing came for ') || period_text as found_en,
    if(is_withdrawn, '已撤回 ', '未收到 ') || period_text || ' 的报送' as found_zh,
    concat('a submission by ', due_on) as expected_en,
    concat('应于 ', due_on, ' 前报送') as expected_zh
from judged
where is_broken is not false
{% endif %}
{% endif %}
