with

headers as (select * from {{ ref('stg_foreign_headers') }}),

fields as (select * from {{ source('ledger', 'foreign_fields') }}),

filters as (select * from {{ source('ledger', 'foreign_filters') }}),

named as (
    select
        form_id,
        layout_version,
        sheet,
        value_number,
        field,
        part,
        header_text,
        is_header,
        fixed_text,
        cell_address,
        pattern,
        is_filled_down,
        prefix,
        joined_by,
        date_order,
        is_rounded,
        is_read_once,
        mark_pattern,
        has_decimal_comma,
        cast(null as integer) as filter_number,
        cast(null as boolean) as keeps
    from fields
    union all by name
    select distinct
        form_id,
        layout_version,
        sheet,
        'filter' as field,
        header_text,
        pattern,
        filter_number,
        keeps
    from filters
),

content_tables as (
    select distinct
        foreign_number,
        form_id,
        layout_version,
        sheet
    from headers
),

located as (
    select
        named.*,
        content_tables.foreign_number,
        headers.column_number,
        headers.header_text as stated_header,
        headers.header_key,
        headers.header_address,
        headers.address_prefix,
        headers.address_suffix
    from content_tables
    inner join named
        on
            content_tables.form_id = named.form_id
            and content_tables.layout_version = named.layout_version
            and content_tables.sheet = named.sheet
    left join headers
        on
            content_tables.foreign_number = headers.foreign_number
            and {{ code_key('named.header_text') }} = if(named.field = 'other', headers.plain_key, headers.header_key)
)

select * from located
