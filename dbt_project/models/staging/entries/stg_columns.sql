with

cells as (select * from {{ ref('stg_cells') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

filled_columns as (
    select
        content_tables.table_number,
        cells.column_number,
        max(cells.text) filter (where cells.row_number = content_tables.header_row) as header_text,
        min(cells.address) as filled_address,
        count(*) filter (where cells.row_number > content_tables.header_row) as filled_cells
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number >= content_tables.header_row
    group by content_tables.table_number, cells.column_number
),

-- The address of a cell in row n is prefix, n and suffix: `F` 7, or `R` 7 `C6`.
addressed as (
    select
        table_number,
        column_number,
        header_text,
        filled_cells,
        regexp_extract(filled_address, '^[A-Z]+') as address_prefix,
        regexp_extract(filled_address, '^R\d+(C\d+)$', 1) as address_suffix
    from filled_columns
)

select * from addressed
