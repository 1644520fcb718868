with

submissions_due as (select * from {{ ref('int_submissions__due') }}),

disclosure_indicators as (select * from {{ ref('disclosure_indicators') }}),

indicators as (select * from {{ ref('indicators') }}),

forms as (select * from {{ ref('forms') }}),

accepted as (select * from {{ ref('fct_indicators') }}),

input_indicators as (
    select distinct unnest(string_split(input_indicator_ids, ';')) as indicator_id
    from disclosure_indicators
),

indicator_forms as (
    select
        indicators.indicator_id,
        unnest(string_split(indicators.form_ids, ';')) as form_id
    from indicators
    inner join input_indicators on indicators.indicator_id = input_indicators.indicator_id
),

indicator_frequencies as (
    select distinct
        indicator_forms.indicator_id,
        forms.frequency
    from indicator_forms
    inner join forms on indicator_forms.form_id = forms.form_id
),

reported as (
    select distinct
        plant_id,
        frequency,
        period,
        indicator_id
    from accepted
),

submitted as (
    select distinct
        plant_id,
        frequency,
        period
    from reported
),

due as (
    select
        submissions_due.plant_id,
        submissions_due.unit_id,
        indicators.indicator_id,
        year(submissions_due.period) as year,
        case
            when indicators.is_required then reported.indicator_id is not null
            else submitted.plant_id is not null
        end as is_in
    from submissions_due
    inner join indicator_frequencies on submissions_due.frequency = indicator_frequencies.frequency
    inner join indicators
        on
            indicator_frequencies.indicator_id = indicators.indicator_id
            and submissions_due.period >= indicators.valid_from
            and coalesce(submissions_due.period <= indicators.valid_to, true)
            and (
                indicators.industry_ids = '*'
                or list_contains(string_split(indicators.industry_ids, ';'), submissions_due.industry_id)
            )
    left join reported
        on
            submissions_due.plant_id = reported.plant_id
            and submissions_due.frequency = reported.frequency
            and submissions_due.period = reported.period
            and indicators.indicator_id = reported.indicator_id
    left join submitted
        on
            submissions_due.plant_id = submitted.plant_id
            and submissions_due.frequency = submitted.frequency
            and submissions_due.period = submitted.period
)

select
    plant_id,
    unit_id,
    year,
    indicator_id,
    count(*) as inputs_due,
    count(*) filter (where is_in) as inputs_in
from due
group by plant_id, unit_id, year, indicator_id
