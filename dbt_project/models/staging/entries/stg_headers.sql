with

filled_columns as (select * from {{ ref('stg_columns') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

keyed as (
    select
        filled_columns.*,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.header_row,
        {{ code_key('filled_columns.header_text') }} as header_key
    from filled_columns
    inner join content_tables on filled_columns.table_number = content_tables.table_number
),

known_headers as (
    select
        form_id,
        layout_version,
        sheet,
        {{ code_key('header_text') }} as header_key,
        min(field) as field,
        min(header_text) as header_text
    from layout_columns
    group by all
),

unknown_keys as (
    select distinct
        keyed.form_id,
        keyed.layout_version,
        keyed.sheet,
        keyed.header_key
    from keyed
    anti join known_headers
        on
            keyed.form_id = known_headers.form_id
            and keyed.layout_version = known_headers.layout_version
            and keyed.sheet = known_headers.sheet
            and keyed.header_key = known_headers.header_key
    where keyed.filled_cells > 0
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
    inner join known_headers
        on
            unknown_keys.form_id = known_headers.form_id
            and unknown_keys.layout_version = known_headers.layout_version
            and unknown_keys.sheet = known_headers.sheet
    where {{ has_common_character('unknown_keys.header_key', 'known_headers.header_key') }}
    group by all
),

matched as (
    select
        keyed.table_number,
        keyed.content_id,
        keyed.sheet,
        keyed.header_row,
        keyed.column_number,
        keyed.header_text,
        keyed.filled_cells,
        keyed.address_prefix,
        keyed.address_suffix,
        known_headers.field,
        nearest.nearest_header_text
    from keyed
    left join known_headers
        on
            keyed.form_id = known_headers.form_id
            and keyed.layout_version = known_headers.layout_version
            and keyed.sheet = known_headers.sheet
            and keyed.header_key = known_headers.header_key
    left join nearest
        on
            keyed.form_id = nearest.form_id
            and keyed.layout_version = nearest.layout_version
            and keyed.sheet = nearest.sheet
            and keyed.header_key = nearest.header_key
),

-- Of several columns of one field the first is read.
with_repeats as (
    select
        *,
        field is not null and column_number > min(column_number) over (partition by table_number, field) as is_repeated
    from matched
)

select * from with_repeats
