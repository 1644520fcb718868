with

headers as (select * from {{ ref('stg_foreign_headers') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

entries as (select * from {{ ref('stg_foreign_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

unknown_headers as (
    select
        'unknown_header' as rule_id,
        headers.content_id,
        headers.form_id,
        headers.layout_version,
        headers.sheet,
        coalesce(headers.header_address, headers.address_prefix || headers.header_row || headers.address_suffix)
            as address,
        coalesce(nullif(headers.header_text, ''), 'a column without header') as found,
        coalesce(nullif(headers.header_text, ''), '没有表头的列') as found_zh,
        'a column that the layout names, among other_columns where it is not to be read' as expected,
        '布局所列的列；不读取的列入 other_columns' as expected_zh
    from headers
    anti join columns_read
        on headers.foreign_number = columns_read.foreign_number and headers.header_key = columns_read.header_key
    where not headers.has_any_columns and headers.first_filled_row is not null
),

-- What a layout leaves out is said with its number, and where it stands first.
set_aside as (
    select
        content_id,
        form_id,
        layout_version,
        sheet,
        column_number,
        outcome,
        arg_min(address, row_number) as address,
        count(*) as values_set_aside
    from entries
    where outcome <> 'read'
    group by all
),

set_aside_findings as (
    select
        'set_aside_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        address,
        case outcome
            when 'left_out' then concat(values_set_aside, ' values in rows that the layout leaves out')
            when 'missing' then concat(values_set_aside, ' cells with a text for a missing value')
            else concat(values_set_aside, ' values that repeat one of an earlier row')
        end as found,
        case outcome
            when 'left_out' then concat('布局所排除的行中有 ', values_set_aside, ' 个数值')
            when 'missing' then concat(values_set_aside, ' 个单元格以文字表示缺失')
            else concat(values_set_aside, ' 个数值与前面的行重复')
        end as found_zh,
        'as the layout says; missing is not zero' as expected,
        '与布局一致；缺失不是零' as expected_zh
    from set_aside
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
    select * from unknown_headers
    union all by name
    select * from set_aside_findings
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
    cast(null as varchar) as submission_id,
    false as concerns_arrival
from findings
inner join arrivals
    on
        findings.content_id = arrivals.content_id
        and findings.form_id = arrivals.form_id
        and findings.layout_version = arrivals.layout_version
