with

readings as (select * from {{ ref('stg_readings') }}),

findings as (
    select
        arrival_id,
        submission_id,
        table_number,
        sheet,
        row_number,
        address,
        'indicator_name' as field,
        indicator_id as code
    from readings
    where has_other_indicator_name and indicator_rule_id is null
    union all
    select
        arrival_id,
        submission_id,
        table_number,
        sheet,
        row_number,
        address,
        'material_name' as field,
        material_id as code
    from readings
    where has_other_material_name and material_rule_id is null
)

select
    'name_of_other_code' as rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    'a name that belongs to another code than the one beside it' as found,
    '名称属于另一代码' as found_zh,
    concat('the name of ', code, '; the code was read') as expected,
    concat(code, ' 的名称；已按代码读取') as expected_zh
from findings
