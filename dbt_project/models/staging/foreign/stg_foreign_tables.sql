with

foreign_tables as (select * from {{ source('ledger', 'foreign_tables') }}),

contents as (
    select distinct
        content_id,
        form_id,
        layout_version
    from {{ ref('stg_arrivals') }}
    where state = 'read'
),

content_tables as (
    select
        contents.content_id,
        foreign_tables.form_id,
        foreign_tables.layout_version,
        foreign_tables.sheet,
        foreign_tables.first_header_row,
        foreign_tables.header_row,
        foreign_tables.has_any_columns,
        row_number() over (
            order by contents.content_id, contents.form_id, contents.layout_version, foreign_tables.sheet
        ) as foreign_number
    from contents
    inner join foreign_tables
        on contents.form_id = foreign_tables.form_id and contents.layout_version = foreign_tables.layout_version
)

select * from content_tables
