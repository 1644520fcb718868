with

withdrawals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read' and kind = 'withdraws'
),

entries as (select * from {{ ref('stg_entries') }}),

cells as (select * from {{ ref('stg_cells') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

headers as (
    select * from {{ ref('stg_headers') }}
    where not is_repeated
),

-- Forms without a cover name plant and period in every row.
layouts_with_row_places as (
    select distinct
        form_id,
        layout_version
    from {{ source('ledger', 'layout_columns') }}
    where field = 'plant_id'
),

-- What is withdrawn is named by rows that need no value.
named_rows as (
    select
        headers.table_number,
        cells.row_number,
        nullif(trim(any_value(cells.text) filter (where headers.field = 'plant_id')), '') as plant_text,
        nullif(trim(any_value(cells.text) filter (where headers.field = 'period')), '') as period_text
    from headers
    inner join cells
        on
            headers.content_id = cells.content_id
            and headers.sheet = cells.sheet
            and headers.column_number = cells.column_number
            and headers.header_row < cells.row_number
    semi join withdrawals on headers.content_id = withdrawals.content_id
    where headers.field in ('plant_id', 'period')
    group by headers.table_number, cells.row_number
),

placed_rows as (
    select
        content_tables.table_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        entries.plant_text,
        entries.period_text,
        entries.row_number,
        concat_ws(
            '|',
            coalesce(entries.indicator_text, entries.indicator_name_text),
            coalesce(entries.material_text, entries.material_name_text),
            entries.counterparty_text
        ) as reported,
        true as has_value
    from entries
    inner join content_tables on entries.table_number = content_tables.table_number
    semi join layouts_with_row_places
        on
            content_tables.form_id = layouts_with_row_places.form_id
            and content_tables.layout_version = layouts_with_row_places.layout_version
    union all by name
    select
        content_tables.table_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        named_rows.plant_text,
        named_rows.period_text,
        named_rows.row_number,
        false as has_value
    from named_rows
    inner join content_tables on named_rows.table_number = content_tables.table_number
    where coalesce(named_rows.plant_text, named_rows.period_text) is not null
),

-- The cells of plant and period of a foreign table stand where its layout says.
foreign_rows as (
    select
        table_number,
        content_id,
        form_id,
        layout_version,
        plant_text,
        period_text,
        row_number,
        true as has_value,
        sheet || '!' || plant_address as plant_cell,
        sheet || '!' || period_address as period_cell
    from entries
    where table_number is null
),

every_row as (
    select * from placed_rows
    union all by name
    select * from foreign_rows
),

entry_places as (
    select
        table_number,
        content_id,
        form_id,
        layout_version,
        plant_text,
        period_text,
        bool_or(has_value) as has_value,
        min(row_number) as row_number,
        list_sort(list(distinct reported) filter (where reported is not null)) as reported,
        arg_min(plant_cell, (row_number, length(plant_cell), plant_cell)) as plant_cell,
        arg_min(period_cell, (row_number, length(period_cell), period_cell)) as period_cell
    from every_row
    group by table_number, content_id, form_id, layout_version, plant_text, period_text
)

select * from entry_places
