with

entries as (select * from {{ ref('stg_foreign_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

-- What a layout leaves out is said with its number, and where it stands first.
set_aside as (
    select
        'set_aside_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        arg_min(address, row_number) as address,
        case outcome
            when 'left_out' then concat(count(*), ' values in rows that the layout leaves out')
            when 'missing' then concat(count(*), ' cells with a text for a missing value')
            else concat(count(*), ' values that repeat one of an earlier row')
        end as found,
        case outcome
            when 'left_out' then concat('布局所排除的行中有 ', count(*), ' 个数值')
            when 'missing' then concat(count(*), ' 个单元格以文字表示缺失')
            else concat(count(*), ' 个数值与前面的行重复')
        end as found_zh,
        'as the layout says; missing is not zero' as expected,
        '与布局一致；缺失不是零' as expected_zh
    from entries
    where outcome <> 'read'
    group by content_id, form_id, layout_version, sheet, column_number, outcome
),

rounded as (
    select
        'rounded_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        arg_min(address, row_number) as address,
        concat(count(*), ' values with more than six decimals, or products of two cells') as found,
        concat(count(*), ' 个数值多于六位小数，或为两个单元格之积') as found_zh,
        'six decimals in the canonical unit; rounded there, as the layout says' as expected,
        '标准单位下六位小数；已按布局修约' as expected_zh
    from entries
    where outcome = 'read' and exact_number is not null
    group by content_id, form_id, layout_version, sheet, column_number
    having bool_or(regexp_matches(value_text, '[.,]\d{7}|[eE×]'))
),

marked as (
    select
        'set_aside_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        arg_min(address, row_number) as address,
        concat(count(*), ' values with a mark that the layout takes off') as found,
        concat(count(*), ' 个数值带有布局所去除的标记') as found_zh,
        'as the layout says; the values were read' as expected,
        '与布局一致；数值已读取' as expected_zh
    from entries
    where outcome = 'read' and has_mark
    group by content_id, form_id, layout_version, sheet, column_number
),

hidden as (
    select
        content_id,
        form_id,
        layout_version,
        sheet,
        {{ hidden_cells() }}
    from entries
    where outcome = 'read' and is_hidden
    group by content_id, form_id, layout_version, sheet
),

findings as (
    select * from set_aside
    union all by name
    select * from rounded
    union all by name
    select * from marked
    union all by name
    select * from hidden
)

select
    findings.rule_id,
    arrivals.arrival_id,
    findings.sheet,
    findings.address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    'values' as about,
    cast(null as varchar) as submission_id,
    false as concerns_arrival
from findings
inner join arrivals
    on
        findings.content_id = arrivals.content_id
        and findings.form_id = arrivals.form_id
        and findings.layout_version = arrivals.layout_version
