with

cells as (select * from {{ ref('stg_cells') }}),

content_tables as (select * from {{ ref('stg_foreign_tables') }}),

filled_columns as (
    select
        content_tables.foreign_number,
        cells.column_number,
        min(cells.address) as filled_address,
        min(cells.row_number) filter (where cells.row_number > content_tables.header_row) as first_filled_row,
        arg_max(cells.address, cells.row_number) filter (where cells.row_number <= content_tables.header_row)
            as header_address
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number >= content_tables.first_header_row
    group by content_tables.foreign_number, cells.column_number
),

header_cells as (
    select
        content_tables.foreign_number,
        cells.row_number,
        cells.column_number,
        nullif({{ plain_text('cells.text') }}, '') as header_text
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number between content_tables.first_header_row and content_tables.header_row
),

header_rows as (
    select distinct
        foreign_number,
        row_number
    from header_cells
),

-- A merged header stands in the first of its columns; in the last row of headers each column has its own.
header_grid as (
    select
        filled_columns.foreign_number,
        filled_columns.column_number,
        header_rows.row_number,
        if(
            header_rows.row_number = content_tables.header_row,
            header_cells.header_text,
            last_value(header_cells.header_text ignore nulls) over (
                partition by filled_columns.foreign_number, header_rows.row_number
                order by filled_columns.column_number
            )
        ) as header_text
    from filled_columns
    inner join content_tables on filled_columns.foreign_number = content_tables.foreign_number
    inner join header_rows
        on filled_columns.foreign_number = header_rows.foreign_number
    left join header_cells
        on
            filled_columns.foreign_number = header_cells.foreign_number
            and filled_columns.column_number = header_cells.column_number
            and header_rows.row_number = header_cells.row_number
),

joined as (
    select
        foreign_number,
        column_number,
        coalesce(string_agg(header_text, ' / ' order by row_number), '') as header_text,
        lower(coalesce(string_agg(header_text, ' / ' order by row_number), '')) as plain_key
    from header_grid
    group by foreign_number, column_number
),

-- The second of two equal headers is told apart by its number.
counted as (
    select
        *,
        row_number() over (partition by foreign_number, plain_key order by column_number) as header_count
    from joined
),

header_keys as (
    select
        foreign_number,
        column_number,
        header_text,
        plain_key,
        if(plain_key <> '' and header_count > 1, concat(plain_key, ' (', header_count, ')'), plain_key) as header_key
    from counted
),

headers as (
    select
        filled_columns.foreign_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.header_row,
        content_tables.has_any_columns,
        filled_columns.column_number,
        filled_columns.header_address,
        filled_columns.first_filled_row,
        coalesce(header_keys.header_text, '') as header_text,
        coalesce(header_keys.plain_key, '') as plain_key,
        coalesce(header_keys.header_key, '') as header_key,
        regexp_extract(filled_columns.filled_address, '^[A-Z]+') as address_prefix,
        regexp_extract(filled_columns.filled_address, 'C\d+$') as address_suffix
    from filled_columns
    inner join content_tables on filled_columns.foreign_number = content_tables.foreign_number
    left join header_keys
        on
            filled_columns.foreign_number = header_keys.foreign_number
            and filled_columns.column_number = header_keys.column_number
)

select * from headers
