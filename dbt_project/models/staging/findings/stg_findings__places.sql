with

places as (select * from {{ ref('stg_places') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

place_matches as (
    select
        reported_text,
        code
    from {{ ref('stg_code_matches') }}
    where kind = 'plant'
),

name_matches as (
    select
        reported_text,
        code
    from {{ ref('stg_code_matches') }}
    where kind = 'plant_label'
),

place_periods as (select * from {{ ref('stg_period_matches') }}),

compared as (
    select
        places.*,
        arrivals.place_plant_text,
        arrivals.place_period_text,
        place_periods.period as place_period,
        arrivals.cover_plant_name_text,
        name_matches.code as named_plant_id,
        coalesce(place_matches.code, arrivals.place_plant_text) as place_plant_id
    from places
    inner join arrivals on places.arrival_id = arrivals.arrival_id
    left join place_matches on arrivals.place_plant_text = place_matches.reported_text
    left join name_matches on arrivals.cover_plant_name_text = name_matches.reported_text
    left join place_periods
        on arrivals.place_period_text = place_periods.reported_text and places.frequency = place_periods.frequency
),

plant_differs as (
    select
        'plant_differs_from_place' as rule_id,
        arrival_id,
        submission_id,
        plant_cell as cell,
        plant_id as found,
        concat('plant ', place_plant_text, ', as the path says; or the file in the folder of ', plant_id) as expected,
        concat('路径所示的工厂 ', place_plant_text, '；或将文件放入 ', plant_id, ' 的文件夹') as expected_zh
    from compared
    where plant_id <> place_plant_id and meant_plant_text is null
),

name_differs as (
    select
        'plant_differs_from_name' as rule_id,
        arrival_id,
        submission_id,
        plant_cell as cell,
        plant_id as found,
        concat(named_plant_id, ', the plant named ', cover_plant_name_text, '; or the name of ', plant_id) as expected,
        concat(named_plant_id, '，即名称“', cover_plant_name_text, '”所示工厂；或填 ', plant_id, ' 的名称')
            as expected_zh
    from compared
    where plant_id <> named_plant_id and coalesce(plant_id = place_plant_id, true)
),

stray_rows as (
    select
        'row_of_another_report' as rule_id,
        arrival_id,
        submission_id,
        if(plant_text <> meant_plant_text, plant_cell, period_cell) as cell,
        if(plant_text <> meant_plant_text, plant_text, period_text) as found,
        concat(meant_plant_text, ' ', meant_period_text, ', as the rows around it; or a file of its own') as expected,
        concat(meant_plant_text, ' ', meant_period_text, '，与其他行一致；或单独报送') as expected_zh
    from compared
    where meant_plant_text is not null
),

period_differs as (
    select
        'period_differs_from_place' as rule_id,
        arrival_id,
        submission_id,
        period_cell as cell,
        period_text as found,
        concat('period ', place_period_text, ', as the path says; or the file at the path of ', period_text)
            as expected,
        concat('路径所示的报告期 ', place_period_text, '；或将文件放到 ', period_text, ' 的路径') as expected_zh
    from compared
    where
        period is not null and place_period_text is not null and period is distinct from place_period
        and meant_plant_text is null
),

findings as (
    select * from plant_differs
    union all by name
    select * from name_differs
    union all by name
    select * from stray_rows
    union all by name
    select * from period_differs
)

select
    rule_id,
    arrival_id,
    found,
    expected,
    expected_zh,
    submission_id,
    'submission' as about,
    false as concerns_arrival,
    regexp_extract(cell, '^(.*)!', 1) as sheet,
    regexp_extract(cell, '!([^!]*)$', 1) as address
from findings
