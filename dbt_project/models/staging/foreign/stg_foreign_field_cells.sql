with

cells as (select * from {{ ref('stg_foreign_cells') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

value_rows as (
    select distinct
        cells.foreign_number,
        cells.row_number
    from cells
    inner join columns_read
        on cells.foreign_number = columns_read.foreign_number and cells.column_number = columns_read.column_number
    where columns_read.field = 'value'
),

-- An empty cell below a merged or unrepeated text has the text of the next filled cell above.
places_filled_down as (
    select distinct
        value_rows.foreign_number,
        value_rows.row_number,
        columns_read.column_number
    from value_rows
    inner join columns_read on value_rows.foreign_number = columns_read.foreign_number
    where columns_read.is_filled_down and columns_read.field not in ('value', 'multiplier', 'other', 'filter')
),

filled_cells as (
    select * from cells
    where trim(text) <> ''
),

filled_down as (
    select
        places_filled_down.foreign_number,
        places_filled_down.row_number,
        places_filled_down.column_number,
        filled_cells.address,
        filled_cells.text
    from places_filled_down
    asof inner join filled_cells
        on
            places_filled_down.foreign_number = filled_cells.foreign_number
            and places_filled_down.column_number = filled_cells.column_number
            and places_filled_down.row_number >= filled_cells.row_number
),

field_cells as (
    select
        foreign_number,
        row_number,
        column_number,
        false as is_filled_down,
        address,
        text
    from cells
    union all
    select
        foreign_number,
        row_number,
        column_number,
        true as is_filled_down,
        address,
        text
    from filled_down
)

select * from field_cells
