with

readings as (
    select * from {{ ref('stg_readings') }}
    where unit_rule_id is not null
),

unit_matches as (
    select * from {{ ref('stg_code_matches') }}
    where kind = 'unit'
),

conversions as (select * from {{ ref('stg_conversions') }}),

indicators as (select * from {{ ref('indicators') }}),

allowed_units as (
    select
        canonical_unit,
        material_id as density_material_id,
        string_agg(unit_id, ', ' order by unit_id) as unit_ids
    from conversions
    group by canonical_unit, material_id
),

findings as (
    select
        readings.*,
        readings.unit_rule_id as rule_id,
        'unit' as field,
        readings.unit_text as found,
        concat(
            'a unit of ',
            coalesce(indicators.quantity, 'the indicator'),
            ' (' || allowed_units.unit_ids || ')',
            {{ nearest('unit_matches', 'en') }}
        ) as expected,
        concat(
            indicators.name_zh,
            '的计量单位',
            '（' || replace(allowed_units.unit_ids, ', ', '、') || '）',
            {{ nearest('unit_matches', 'zh') }}
        ) as expected_zh
    from readings
    left join unit_matches on readings.unit_text = unit_matches.reported_text
    left join indicators on readings.indicator_id = indicators.indicator_id
    left join allowed_units
        on
            readings.unit = allowed_units.canonical_unit
            and coalesce(indicators.density_material_id, readings.material_id, '') = allowed_units.density_material_id
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
