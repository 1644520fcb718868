with

cells as (select * from {{ ref('stg_cells') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

headers as (
    select * from {{ ref('stg_headers') }}
    where field is not null and not is_repeated
),

value_headers as (
    select * from headers
    where field = 'value'
),

detail_headers as (
    select headers.*
    from headers
    inner join content_tables on headers.table_number = content_tables.table_number
    where
        headers.field in ('document_id', 'licence_id', 'treatment_id', 'method_id')
        or (headers.field = 'period' and content_tables.indicator_id is not null)
),

filled_details as (
    select
        detail_headers.table_number,
        cells.row_number,
        detail_headers.field,
        cells.address,
        cells.cell_id,
        nullif({{ plain_text('cells.text') }}, '') as detail_text,
        left(cells.content_id, 12) || '!' || cells.sheet || '!'
        || {{ cell_address('value_headers', 'cells.row_number') }} as value_cell_id
    from cells
    inner join detail_headers
        on
            cells.content_id = detail_headers.content_id
            and cells.sheet = detail_headers.sheet
            and cells.column_number = detail_headers.column_number
            and cells.row_number > detail_headers.header_row
    inner join value_headers on detail_headers.table_number = value_headers.table_number
)

select * from filled_details
where detail_text is not null
