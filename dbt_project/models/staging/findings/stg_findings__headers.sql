with

headers as (select * from {{ ref('stg_headers') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

entries as (select * from {{ ref('stg_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

missing_columns as (select * from {{ ref('stg_missing_columns') }}),

-- One finding says of these that no header is known, not one of each header.
tables_without_headers as (select * from {{ ref('stg_tables_without_headers') }}),

without_headers as (
    select
        'missing_header' as rule_id,
        table_number,
        address,
        concat('no header of the form in row ', header_row, '; they stand in row ' || found_in_row) as found,
        concat('第 ', header_row, ' 行没有表单的表头', '；表头在第 ' || found_in_row || ' 行') as found_zh,
        concat('the headers in row ', header_row, ', as the template has them') as expected,
        concat('表头在第 ', header_row, ' 行，与模板一致') as expected_zh
    from tables_without_headers
),

unknown_headers as (
    select
        if(headers.field is null, 'unknown_header', 'repeated_header') as rule_id,
        headers.table_number,
        {{ cell_address('headers', 'headers.header_row') }} as address,
        headers.header_text as found,
        null as found_zh,
        case
            when headers.field is not null then 'each header once in a sheet'
            else concat('a header of the form', '; nearest: ' || headers.nearest_header_text)
        end as expected,
        case
            when headers.field is not null then '每个表头在一个工作表中只出现一次'
            else concat('表单中的表头', '；最接近：' || headers.nearest_header_text)
        end as expected_zh
    from headers
    anti join missing_columns
        on
            headers.table_number = missing_columns.table_number
            and headers.column_number = missing_columns.column_number
    anti join tables_without_headers on headers.table_number = tables_without_headers.table_number
    where headers.filled_cells > 0 and (headers.field is null or headers.is_repeated)
),

missing_headers as (
    select
        'missing_header' as rule_id,
        missing_columns.table_number,
        {{ cell_address('headers', 'headers.header_row') }} as address,
        concat('no column for ', missing_columns.field, '; ' || headers.header_text) as found,
        concat('没有 ', missing_columns.field, ' 列', '；' || headers.header_text) as found_zh,
        concat('in row ', content_tables.header_row, ' a header ', missing_columns.header_texts) as expected,
        concat(
            '第 ', content_tables.header_row, ' 行有表头“', replace(missing_columns.header_texts, ' or ', '”或“'), '”'
        ) as expected_zh
    from missing_columns
    inner join content_tables on missing_columns.table_number = content_tables.table_number
    left join headers
        on
            missing_columns.table_number = headers.table_number
            and missing_columns.column_number = headers.column_number
    anti join tables_without_headers on missing_columns.table_number = tables_without_headers.table_number
),

hidden_cells as (
    select
        table_number,
        {{ hidden_cells() }}
    from entries
    where is_hidden
    group by table_number
),

findings as (
    select * from unknown_headers
    union all by name
    select * from missing_headers
    union all by name
    select * from without_headers
    union all by name
    select * from hidden_cells
)

select
    findings.rule_id,
    arrivals.arrival_id,
    content_tables.sheet,
    findings.address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    cast(null as varchar) as submission_id,
    'values' as about,
    true as concerns_arrival
from findings
inner join content_tables on findings.table_number = content_tables.table_number
inner join arrivals
    on
        content_tables.content_id = arrivals.content_id
        and content_tables.form_id = arrivals.form_id
        and content_tables.layout_version = arrivals.layout_version
