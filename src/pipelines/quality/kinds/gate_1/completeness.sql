{#
subject: "a required indicator of a submission (`what`: `indicators`), or a plant and period due (`periods`)"
may_block: false
needs:
  staging.stg_facts: [submission_id, indicator_id]
  staging.stg_submissions: [submission_id, form_id, plant_id, period, frequency, received_at]
  reference.indicators: [indicator_id, name_en, name_zh, form_ids, industry_ids, is_required, valid_from, valid_to]
  reference.plants: [plant_id, industry_id, monthly_form_id, reports_from, reports_to, valid_from, valid_to]
  reference.forms: [form_id, frequency, due_day, due_month_offset, valid_from]
parameters:
  what: {type: text, required: true, is: "`indicators`, or `periods` by the calendar of duties up to the as-of date"}
#}
{% import 'duties.sql' as duties %}
with

{% if p.what == 'indicators' %}
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
    {{ view.where('submissions') }}
),

reported as (
    select distinct
        submission_id,
        indicator_id
    from staging.stg_facts
),

judged as (
    select
        submissions.submission_id,
        indicators.indicator_id as finding_key,
        'no value of ' || indicators.name_en as found_en,
        '缺少' || indicators.name_zh as found_zh,
        'a value of ' || indicators.name_en || ', 0 where there was none' as expected_en,
        '填报' || indicators.name_zh || '，没有则填 0' as expected_zh,
        reported.indicator_id is null as is_broken
    from submissions
    inner join reference.indicators as indicators
        on
            list_contains(string_split(indicators.form_ids, ';'), submissions.form_id)
            and (
                indicators.industry_ids = '*'
                or list_contains(string_split(indicators.industry_ids, ';'), submissions.industry_id)
            )
            and indicators.valid_from <= submissions.period
            and coalesce(indicators.valid_to >= submissions.period, true)
    left join reported
        on
            submissions.submission_id = reported.submission_id
            and indicators.indicator_id = reported.indicator_id
    where indicators.is_required
)
{% else %}
{{ duties.due(view) }},

judged as (
    select
        due.plant_id,
        due.period,
        due.frequency as finding_key,
        concat('nothing came for ', due.period_text) as found_en,
        concat('未收到 ', due.period_text, ' 的报送') as found_zh,
        concat('a submission by ', due.due_on) as expected_en,
        concat('应于 ', due.due_on, ' 前报送') as expected_zh,
        submissions.submission_id is null as is_broken
    from due
    left join (select * from staging.stg_submissions where precedence = 1) as submissions
        on
            due.plant_id = submissions.plant_id
            and due.frequency = submissions.frequency
            and due.period = submissions.period
)
{% endif %}

select * from judged
