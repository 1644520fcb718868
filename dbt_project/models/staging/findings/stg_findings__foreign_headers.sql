with

headers as (select * from {{ ref('stg_foreign_headers') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

findings as (
    select
        headers.content_id,
        headers.form_id,
        headers.layout_version,
        headers.sheet,
        'unknown_header' as rule_id,
        'a column that the layout names, among other_columns where it is not to be read' as expected,
        '布局所列的列；不读取的列入 other_columns' as expected_zh,
        coalesce(headers.header_address, headers.address_prefix || headers.header_row || headers.address_suffix)
            as address,
        coalesce(nullif(headers.header_text, ''), 'a column without header') as found,
        coalesce(nullif(headers.header_text, ''), '没有表头的列') as found_zh
    from headers
    anti join columns_read
        on headers.foreign_number = columns_read.foreign_number and headers.header_key = columns_read.header_key
    where not headers.has_any_columns and headers.first_filled_row is not null
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
