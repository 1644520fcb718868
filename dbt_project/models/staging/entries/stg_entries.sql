with

cells as (select * from {{ ref('stg_cells') }}),

headers as (
    select * from {{ ref('stg_headers') }}
    where field is not null and not is_repeated
),

content_tables as (select * from {{ ref('stg_tables') }}),

value_headers as (
    select * from headers
    where field = 'value'
),

-- One row per row of a table, with every field as it stands; grouped by a number, because that is fast.
table_rows as (
    select
        headers.table_number,
        cells.row_number,
        any_value(cells.text) filter (where headers.field = 'plant_id') as plant_text,
        any_value(cells.text) filter (where headers.field = 'period') as period_text,
        any_value(cells.text) filter (where headers.field = 'indicator_id') as indicator_text,
        any_value(cells.text) filter (where headers.field = 'indicator_name') as indicator_name_text,
        any_value(cells.text) filter (where headers.field = 'material_id') as material_text,
        any_value(cells.text) filter (where headers.field = 'material_name') as material_name_text,
        any_value(cells.text) filter (where headers.field = 'counterparty_id') as counterparty_text,
        any_value(cells.text) filter (where headers.field = 'document_id') as document_text,
        any_value(cells.text) filter (where headers.field = 'unit') as unit_text,
        any_value(cells.text) filter (where headers.field = 'data_quality') as data_quality_text,
        any_value(cells.text) filter (where headers.field = 'value') as value_text,
        any_value(cells.cell_type) filter (where headers.field = 'value') as value_type,
        any_value(cells.is_hidden) filter (where headers.field = 'value') as is_hidden
    from cells
    inner join headers
        on
            cells.content_id = headers.content_id
            and cells.sheet = headers.sheet
            and cells.column_number = headers.column_number
            and cells.row_number > headers.header_row
    group by headers.table_number, cells.row_number
),

addressed as (
    select
        table_rows.*,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.indicator_id,
        {{ cell_address('value_headers', 'table_rows.row_number') }} as address
    from table_rows
    inner join value_headers on table_rows.table_number = value_headers.table_number
    inner join content_tables on table_rows.table_number = content_tables.table_number
    where table_rows.value_type is not null and (table_rows.value_text is null or trim(table_rows.value_text) <> '')
),

entries as (
    select
        table_number,
        content_id,
        form_id,
        layout_version,
        sheet,
        row_number,
        address,
        value_text,
        value_text as number_text,
        value_type,
        is_hidden,
        left(content_id, 12) || '!' || sheet || '!' || address as cell_id,
        nullif(trim(plant_text), '') as plant_text,
        nullif(trim(period_text), '') as period_text,
        coalesce(nullif(trim(indicator_text), ''), indicator_id) as indicator_text,
        nullif(trim(indicator_name_text), '') as indicator_name_text,
        nullif(trim(material_text), '') as material_text,
        nullif(trim(material_name_text), '') as material_name_text,
        nullif(trim(counterparty_text), '') as counterparty_text,
        nullif({{ plain_text('document_text') }}, '') as document_text,
        nullif(trim(unit_text), '') as unit_text,
        nullif(trim(data_quality_text), '') as data_quality_text,
        cast(null as decimal(38, 12)) as exact_number,
        cast(null as varchar) as plant_address,
        cast(null as varchar) as period_address
    from addressed
),

foreign_entries as (
    select
        cast(null as bigint) as table_number,
        content_id,
        form_id,
        layout_version,
        sheet,
        row_number,
        address,
        value_text,
        number_text,
        value_type,
        is_hidden,
        cell_id,
        plant_text,
        period_text,
        indicator_text,
        cast(null as varchar) as indicator_name_text,
        material_text,
        cast(null as varchar) as material_name_text,
        counterparty_text,
        nullif({{ plain_text('document_text') }}, '') as document_text,
        unit_text,
        data_quality_text,
        exact_number,
        plant_address,
        period_address
    from {{ ref('stg_foreign_entries') }}
    where outcome = 'read'
)

select * from entries
union all
select * from foreign_entries
