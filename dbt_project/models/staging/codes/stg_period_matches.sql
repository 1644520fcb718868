{% set dashed = '-(\d{1,2})(?:-0?1)?' %}
{% set slashed = '/(\d{1,2})(?:/0?1)?' %}
{% set midnight = '(?:T?00:00(?::00)?)?' %}
{% set month_text = '^(\d{4})(?:(?:' ~ dashed ~ '|' ~ slashed ~ ')' ~ midnight ~ '|(\d{2})|年(\d{1,2})月)$' %}

{% set clock = '(?:T?\d{2}:\d{2}(?::\d{2})?)?' %}
{% set days = ['-(\d{1,2})-(\d{1,2})', '/(\d{1,2})/(\d{1,2})', '(\d{2})(\d{2})', '年(\d{1,2})月(\d{1,2})日'] %}
{% set day_text = '^(\d{4})(?:' ~ days | join('|') ~ ')' ~ clock ~ '$' %}

with

row_places as (select * from {{ ref('stg_row_places') }}),

details as (select * from {{ ref('stg_entry_details') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

reported_texts as (
    select distinct period_text as reported_text from row_places
    union
    select distinct detail_text as reported_text from details
    where field = 'period'
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
        try_cast(year_text || '-' || lpad(month_text, 2, '0') || '-01' as date) as period,
        cast(null as date) as day
    from months
),

-- 2022-03-15, 2022/3/15, 20220315, 2022年3月15日; with or without a time of day.
days as (
    select
        reported_text,
        try_cast(
            concat_ws(
                '-',
                regexp_extract(period_text, '{{ day_text }}', 1),
                concat({% for group in [2, 4, 6, 8] %}
                    regexp_extract(period_text, '{{ day_text }}', {{ group }}){{ ',' if not loop.last }}
                {% endfor %}),
                concat({% for group in [3, 5, 7, 9] %}
                    regexp_extract(period_text, '{{ day_text }}', {{ group }}){{ ',' if not loop.last }}
                {% endfor %})
            ) as date
        ) as day
    from plain
),

-- An event is of the month in which its day lies; where only a month is given, the day is not known.
event_periods as (
    select
        month_periods.reported_text,
        'event' as frequency,
        coalesce(cast(date_trunc('month', days.day) as date), month_periods.period) as period,
        days.day
    from month_periods
    inner join days on month_periods.reported_text = days.reported_text
),

year_periods as (
    select
        reported_text,
        'year' as frequency,
        try_cast(nullif(regexp_extract(period_text, '^(\d{4})年?$', 1), '') || '-01-01' as date) as period,
        cast(null as date) as day
    from plain
),

-- A statement is read as a month or year is, and stands beside what the plant reports of it.
statement_periods as (
    select
        reported_text,
        'statement_month' as frequency,
        period,
        day
    from month_periods
    union all
    select
        reported_text,
        'statement_year' as frequency,
        period,
        day
    from year_periods
)

select * from month_periods
union all
select * from year_periods
union all
select * from event_periods
union all
select * from statement_periods
