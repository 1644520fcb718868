with

readings as (select * from {{ ref('stg_readings') }}),

repeated_facts as (select * from {{ ref('stg_repeated_facts') }}),

unreadable as (
    select
        *,
        number_rule_id as rule_id,
        value_text as found,
        case number_rule_id
            when 'error_value' then 'a number; the formula gives an error'
            when 'formula_without_value' then 'a formula with its value; open and save the workbook once'
            when 'number_out_of_range' then 'a number of at most 13 digits before the point in the canonical unit'
            when 'too_many_decimals' then 'at most 6 decimals, or a smaller unit'
            when 'ambiguous_number' then 'a decimal point, and thousands in groups of three or without separators'
            else 'a number; an empty cell where there is none'
        end as expected,
        case number_rule_id
            when 'error_value' then '数字；现为公式错误'
            when 'formula_without_value' then '带有计算结果的公式；打开并保存一次工作簿'
            when 'number_out_of_range' then '换算为标准单位后小数点前至多 13 位的数字'
            when 'too_many_decimals' then '至多六位小数，或改用较小的单位'
            when 'ambiguous_number' then '用小数点；千位按三位分组，或不加分隔符'
            else '数字；没有时留空'
        end as expected_zh
    from readings
    where number_rule_id is not null
),

corrected as (
    select
        *,
        'number_corrected' as rule_id,
        value_text as found,
        'plain digits and a decimal point; the value was read' as expected,
        '普通数字和小数点；数值已读取' as expected_zh
    from readings
    where is_corrected
),

-- The first stands where it belongs; each further one is too many.
repeated as (
    select
        readings.*,
        'duplicate_fact' as rule_id,
        readings.value_text as found,
        concat(
            'one value for one indicator, material, counterparty and document; found in ', repeated_facts.cells
        ) as expected,
        concat('同一指标、物料、对方工厂和单据只有一个数值；现见于 ', replace(repeated_facts.cells, ', ', '、'))
            as expected_zh
    from readings
    inner join repeated_facts
        on
            readings.submission_id = repeated_facts.submission_id
            and readings.indicator_id = repeated_facts.indicator_id
            and readings.material_id is not distinct from repeated_facts.material_id
            and readings.counterparty_id is not distinct from repeated_facts.counterparty_id
            and readings.document_id = repeated_facts.document_id
    where readings.is_readable
    qualify row_number() over (
        partition by
            readings.submission_id,
            readings.indicator_id,
            readings.material_id,
            readings.counterparty_id,
            readings.document_id
        order by readings.table_number, readings.row_number
    ) > 1
),

findings as (
    select * from unreadable
    union all
    select * from corrected
    union all
    select * from repeated
)

select
    rule_id,
    arrival_id,
    sheet,
    address,
    found,
    expected,
    expected_zh,
    submission_id,
    row_number,
    'values' as about,
    false as concerns_arrival
from findings
