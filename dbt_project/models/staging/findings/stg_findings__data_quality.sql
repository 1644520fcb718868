with

readings as (
    select * from {{ ref('stg_readings') }}
    where data_quality_text is not null and data_quality is null
),

grade_matches as (
    select * from {{ ref('stg_code_matches') }}
    where kind = 'data_quality'
),

usual_grades as (select * from {{ ref('stg_indicator_data_qualities') }}),

known_grades as (
    select string_agg(data_quality, ', ' order by quality_rank) as grades
    from {{ ref('data_quality_grades') }}
),

findings as (
    select
        readings.*,
        'unknown_data_quality' as rule_id,
        'data_quality' as field,
        readings.data_quality_text as found,
        concat(
            'one of ',
            known_grades.grades,
            {{ nearest('grade_matches', 'en') }},
            '; used until then: ' || usual_grades.data_quality
        ) as expected,
        concat(
            '以下之一：',
            replace(known_grades.grades, ', ', '、'),
            {{ nearest('grade_matches', 'zh') }},
            '；此前按 ' || usual_grades.data_quality || ' 计'
        ) as expected_zh
    from readings
    cross join known_grades
    left join grade_matches on readings.data_quality_text = grade_matches.reported_text
    left join usual_grades on readings.indicator_id = usual_grades.indicator_id
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected,
    expected_zh
from findings
