with

places as (select * from {{ ref('stg_places') }}),

-- A plant that is not known stands in many rows of a table: it is said once.
plant_findings as (
    select
        case when plant_text is null then 'missing_plant' else 'unknown_plant' end as rule_id,
        arrival_id,
        any_value(submission_id) as submission_id,
        arg_min(plant_cell, (length(plant_cell), plant_cell)) as cell,
        concat(plant_text, if(count(*) > 1, concat(' (', count(*), ' periods)'), '')) as found,
        concat(plant_text, if(count(*) > 1, concat('（', count(*), ' 个报告期）'), '')) as found_zh,
        any_value(concat('the code of a plant', '; nearest: ' || nearest_plant_id)) as expected,
        any_value(concat('工厂代码', '；最接近：' || nearest_plant_id)) as expected_zh
    from places
    where plant_id is null
    group by arrival_id, plant_text
),

period_findings as (
    select
        'unreadable_period' as rule_id,
        arrival_id,
        submission_id,
        period_cell as cell,
        period_text as found,
        case frequency
            when 'year' then 'a year such as 2021'
            when 'event' then 'a day such as 2022-03-15'
            else 'a month such as 2021-03'
        end as expected,
        case frequency
            when 'year' then '年份，如 2021'
            when 'event' then '日期，如 2022-03-15'
            else '月份，如 2021-03'
        end as expected_zh
    from places
    where period is null
),

findings as (
    select * from plant_findings
    union all by name
    select * from period_findings
)

select
    rule_id,
    arrival_id,
    found,
    found_zh,
    expected,
    expected_zh,
    submission_id,
    'submission' as about,
    false as concerns_arrival,
    regexp_extract(cell, '^(.*)!', 1) as sheet,
    regexp_extract(cell, '!([^!]*)$', 1) as address
from findings
