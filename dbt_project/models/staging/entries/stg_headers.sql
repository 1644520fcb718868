with

arrivals as (select * from {{ ref('stg_arrivals') }}),

cells as (select * from {{ ref('stg_cells') }}),

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
        header_row
    from layout_columns
),

content_tables as (
    select
        layout_tables.*,
        contents.content_id,
        row_number() over (
            order by contents.content_id, layout_tables.form_id, layout_tables.layout_version, layout_tables.sheet
        ) as table_number
    from contents
    inner join layout_tables
        on contents.form_id = layout_tables.form_id and contents.layout_version = layout_tables.layout_version
),

filled_columns as (
    select
        content_tables.table_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.header_row,
        cells.column_number,
        max(cells.text) filter (where cells.row_number = content_tables.header_row) as header_text,
        min(cells.address) as filled_address,
        count(*) filter (where cells.row_number > content_tables.header_row) as filled_cells
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number >= content_tables.header_row
    group by all
),

{# The address of a cell in row n is prefix, n and suffix: `F` 7, or `R` 7 `C6`. #}
addressed as (
    select
        *,
        {{ code_key('header_text') }} as header_key,
        regexp_extract(filled_address, '^[A-Z]+') as address_prefix,
        regexp_extract(filled_address, 'C\d+$') as address_suffix
    from filled_columns
),

known_headers as (
    select distinct
        form_id,
        layout_version,
        sheet,
        field,
        header_text,
        {{ code_key('header_text') }} as header_key
    from layout_columns
),

known_keys as (
    select
        form_id,
        layout_version,
        sheet,
        header_key,
        min(field) as field
    from known_headers
    group by form_id, layout_version, sheet, header_key
),

unknown_keys as (
    select distinct
        form_id,
        layout_version,
        sheet,
        header_key
    from addressed
    anti join known_keys using (form_id, layout_version, sheet, header_key)
    where filled_cells > 0
),

nearest as (
    select
        unknown_keys.form_id,
        unknown_keys.layout_version,
        unknown_keys.sheet,
        unknown_keys.header_key,
        arg_max(
            known_headers.header_text,
            (jaro_winkler_similarity(unknown_keys.header_key, known_headers.header_key), known_headers.header_text)
        ) as nearest_header_text
    from unknown_keys
    inner join
        known_headers
        on unknown_keys.form_id = known_headers.form_id and unknown_keys.layout_version = known_headers.layout_version and unknown_keys.sheet = known_headers.sheet
group by all
),

matched as (
select
    addressed.* exclude (header_key, filled_address),
    known_keys.field,
    nearest.nearest_header_text,
    known_keys.field is not null and addressed.column_number > min(addressed.column_number) over (
        partition by addressed.table_number, known_keys.field
    ) as is_repeated
from addressed
left join known_keys using (form_id, layout_version, sheet, header_key)
left join nearest using (form_id, layout_version, sheet, header_key)
)

select * from matched
