with

arrivals as (select * from {{ ref('stg_arrivals') }}),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

contents as (
    select distinct
        content_id,
        form_id,
        layout_version
    from arrivals
    where state = 'read'
),

layout_tables as (
    select distinct
        form_id,
        layout_version,
        sheet,
        header_row,
        indicator_id
    from layout_columns
),

-- Cells are grouped by a number, because grouping millions by their long names is slow.
content_tables as (
    select
        contents.content_id,
        contents.form_id,
        contents.layout_version,
        layout_tables.sheet,
        layout_tables.header_row,
        layout_tables.indicator_id,
        row_number() over (
            order by contents.content_id, contents.form_id, contents.layout_version, layout_tables.sheet
        ) as table_number
    from contents
    inner join layout_tables
        on contents.form_id = layout_tables.form_id and contents.layout_version = layout_tables.layout_version
)

select * from content_tables
