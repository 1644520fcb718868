with

headers as (select * from {{ ref('stg_headers') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

entries as (select * from {{ ref('stg_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

missing_columns as (select * from {{ ref('stg_missing_columns') }}),

unknown_headers as (
    select
        if(headers.field is null, 'unknown_header', 'repeated_header') as rule_id,
        headers.table_number,
        {{ cell_address('headers', 'headers.header_row') }} as address,
        headers.header_text as found,
        case
            when headers.field is not null then 'each header once in a sheet'
            else concat('a header of the form; nearest: ', headers.nearest_header_text)
        end as expected
    from headers
    anti join missing_columns
        on
            headers.table_number = missing_columns.table_number
            and headers.column_number = missing_columns.column_number
    where headers.filled_cells > 0 and (headers.field is null or headers.is_repeated)
),

missing_headers as (
    select
        'missing_header' as rule_id,
        missing_columns.table_number,
        {{ cell_address('headers', 'headers.header_row') }} as address,
        concat('no column for ', missing_columns.field, '; ' || headers.header_text) as found,
        concat('in row ', content_tables.header_row, ' a header ', missing_columns.header_texts) as expected
    from missing_columns
    inner join content_tables on missing_columns.table_number = content_tables.table_number
    left join headers
        on
            missing_columns.table_number = headers.table_number
            and missing_columns.column_number = headers.column_number
),

hidden_cells as (
    select
        'hidden_cells' as rule_id,
        table_number,
        arg_min(address, row_number) as address,
        concat(count(*), ' values in hidden cells, from ', arg_min(address, row_number), ' on') as found,
        'visible cells; the values were read nonetheless' as expected
    from entries
    where is_hidden
    group by table_number
),

findings as (
    select * from unknown_headers
    union all
    select * from missing_headers
    union all
    select * from hidden_cells
)

select
    findings.rule_id,
    arrivals.arrival_id,
    content_tables.sheet,
    findings.address,
    findings.found,
    findings.expected,
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
