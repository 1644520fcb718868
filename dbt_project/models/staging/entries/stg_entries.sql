with

cells as (select * from {{ ref('stg_cells') }}),

headers as (
    select content_id, form_id, layout_version, sheet, header_row, column_number, field
    from {{ ref('stg_headers') }}
    where field is not null and not is_repeated
),

table_rows as (
    select
        headers.content_id,
        headers.form_id,
        headers.layout_version,
        headers.sheet,
        cells.row_number,
        max(cells.text) filter (where headers.field = 'plant_id') as plant_text,
        max(cells.text) filter (where headers.field = 'period') as period_text,
        max(cells.text) filter (where headers.field = 'indicator_id') as indicator_text,
        max(cells.text) filter (where headers.field = 'indicator_name') as indicator_name_text,
        max(cells.text) filter (where headers.field = 'material_id') as material_text,
        max(cells.text) filter (where headers.field = 'material_name') as material_name_text,
        max(cells.text) filter (where headers.field = 'counterparty_id') as counterparty_text,
        max(cells.text) filter (where headers.field = 'unit') as unit_text,
        max(cells.text) filter (where headers.field = 'value') as value_text,
        max(cells.cell_type) filter (where headers.field = 'value') as value_type,
        max(cells.cell_id) filter (where headers.field = 'value') as cell_id,
        max(cells.address) filter (where headers.field = 'value') as address,
        bool_or(cells.is_hidden) filter (where headers.field = 'value') as is_hidden
    from cells
    inner join headers
        on cells.content_id = headers.content_id
        and cells.sheet = headers.sheet
        and cells.column_number = headers.column_number
        and cells.row_number > headers.header_row
    group by all
),

entries as (
    select
        * exclude (
            plant_text, period_text, indicator_text, indicator_name_text, material_text, material_name_text,
            counterparty_text, unit_text
        ),
        nullif(trim(plant_text), '') as plant_text,
        nullif(trim(period_text), '') as period_text,
        nullif(trim(indicator_text), '') as indicator_text,
        nullif(trim(indicator_name_text), '') as indicator_name_text,
        nullif(trim(material_text), '') as material_text,
        nullif(trim(material_name_text), '') as material_name_text,
        nullif(trim(counterparty_text), '') as counterparty_text,
        nullif(trim(unit_text), '') as unit_text
    from table_rows
    where cell_id is not null and (value_text is null or trim(value_text) <> '')
)

select * from entries
