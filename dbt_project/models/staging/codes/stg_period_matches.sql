{% set dashed = '-(\d{1,2})(?:-0?1)?' %}
{% set slashed = '/(\d{1,2})(?:/0?1)?' %}
{% set midnight = '(?:T?00:00(?::00)?)?' %}
{% set month_text = '^(\d{4})(?:(?:' ~ dashed ~ '|' ~ slashed ~ ')' ~ midnight ~ '|(\d{2})|年(\d{1,2})月)$' %}

with

entries as (select * from {{ ref('stg_entries') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

reported_texts as (
    select distinct period_text as reported_text from entries
    union
    select distinct cover_period_text as reported_text from arrivals
    union
    select distinct place_period_text as reported_text from arrivals
),

plain as (
    select reported_text, replace({{ plain_text('reported_text') }}, ' ', '') as period_text
    from reported_texts
    where reported_text is not null
),

-- 2021-03, 2021-03-01, 2021/3, 202103, 2021年3月; and the midnight that workbooks add to dates.
months as (
    select
        reported_text,
        regexp_extract(period_text, '{{ month_text }}', 1) as year_text,
        concat(
            regexp_extract(period_text, '{{ month_text }}', 2),
            regexp_extract(period_text, '{{ month_text }}', 3),
            regexp_extract(period_text, '{{ month_text }}', 4),
            regexp_extract(period_text, '{{ month_text }}', 5)
        ) as month_text
    from plain
),

month_periods as (
    select
        reported_text,
        'month' as frequency,
        try_cast(year_text || '-' || lpad(month_text, 2, '0') || '-01' as date) as period
    from months
),

year_periods as (
    select
        reported_text,
        'year' as frequency,
        try_cast(nullif(regexp_extract(period_text, '^(\d{4})年?$', 1), '') || '-01-01' as date) as period
    from plain
)

select * from month_periods
union all
select * from year_periods
