with

headers as (select * from {{ ref('stg_headers') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

cells as (select * from {{ ref('stg_cells') }}),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

without_headers as (
    select
        headers.table_number,
        headers.header_row,
        arg_min({{ cell_address('headers', 'headers.header_row') }}, headers.column_number)
        filter (where headers.filled_cells > 0) as address
    from headers
    group by headers.table_number, headers.header_row
    having count(headers.field) = 0 and max(headers.filled_cells) > 0
),

known_texts as (
    select
        content_tables.table_number,
        layout_columns.header_text
    from content_tables
    inner join layout_columns
        on
            content_tables.form_id = layout_columns.form_id
            and content_tables.layout_version = layout_columns.layout_version
            and content_tables.sheet = layout_columns.sheet
),

rows_of_headers as (
    select
        content_tables.table_number,
        cells.row_number,
        count(*) as headers_found
    from content_tables
    semi join without_headers on content_tables.table_number = without_headers.table_number
    inner join cells
        on content_tables.content_id = cells.content_id and content_tables.sheet = cells.sheet
    inner join known_texts
        on
            content_tables.table_number = known_texts.table_number
            and {{ code_key('cells.text') }} = {{ code_key('known_texts.header_text') }}
    group by content_tables.table_number, cells.row_number
),

headers_found as (
    select
        table_number,
        arg_max(row_number, headers_found) as row_number
    from rows_of_headers
    group by table_number
),

placed as (
    select
        without_headers.table_number,
        without_headers.header_row,
        without_headers.address,
        headers_found.row_number as found_in_row
    from without_headers
    left join headers_found on without_headers.table_number = headers_found.table_number
)

select * from placed
