with

cells as (select * from {{ ref('stg_cells') }}),

headers as (select * from {{ ref('stg_foreign_headers') }}),

named_columns as (
    select distinct
        foreign_number,
        column_number
    from {{ ref('stg_foreign_columns') }}
    where column_number is not null and field <> 'other'
),

named_cells as (
    select
        headers.foreign_number,
        cells.row_number,
        cells.column_number,
        cells.address,
        cells.cell_id,
        cells.cell_type,
        cells.text,
        cells.is_hidden
    from cells
    inner join headers
        on
            cells.content_id = headers.content_id
            and cells.sheet = headers.sheet
            and cells.column_number = headers.column_number
    semi join named_columns
        on headers.foreign_number = named_columns.foreign_number and headers.column_number = named_columns.column_number
    where cells.row_number > headers.header_row
)

select * from named_cells
