with

content_tables as (select * from {{ ref('stg_tables') }}),

headers as (select * from {{ ref('stg_headers') }}),

readings as (select * from {{ ref('stg_readings') }}),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

-- An indicator or a material may be named by its code or by its name.
known_columns as (
    select
        content_tables.table_number,
        layout_columns.header_text,
        replace(layout_columns.field, '_name', '_id') as field
    from content_tables
    inner join layout_columns
        on
            content_tables.form_id = layout_columns.form_id
            and content_tables.layout_version = layout_columns.layout_version
            and content_tables.sheet = layout_columns.sheet
),

filled_tables as (
    select distinct table_number
    from headers
    where filled_cells > 0
),

found_columns as (
    select distinct
        table_number,
        replace(field, '_name', '_id') as field
    from headers
    where field is not null
),

-- Materials and counterparties are needed only where a row lacks one.
needed_by_rows as (
    select distinct
        table_number,
        unnest([
            if(material_rule_id = 'missing_material', 'material_id', null),
            if(counterparty_rule_id = 'missing_counterparty', 'counterparty_id', null)
        ]) as field
    from readings
),

missing as (
    select
        known_columns.table_number,
        known_columns.field,
        string_agg(known_columns.header_text, ' or ' order by known_columns.header_text) as header_texts
    from known_columns
    semi join filled_tables on known_columns.table_number = filled_tables.table_number
    anti join found_columns
        on known_columns.table_number = found_columns.table_number and known_columns.field = found_columns.field
    left join needed_by_rows
        on known_columns.table_number = needed_by_rows.table_number and known_columns.field = needed_by_rows.field
    where
        known_columns.field in ('plant_id', 'period', 'indicator_id', 'unit', 'value')
        or needed_by_rows.field is not null
    group by known_columns.table_number, known_columns.field
),

-- A header that nobody knows may stand for a column that is missing: the one that is most like it.
mistaken as (
    select
        missing.table_number,
        missing.field,
        arg_max(
            headers.column_number,
            (
                coalesce(jaro_winkler_similarity(lower(headers.header_text), lower(missing.header_texts)), 0),
                headers.column_number
            )
        ) as column_number
    from missing
    inner join headers
        on missing.table_number = headers.table_number and headers.field is null and headers.filled_cells > 0
    group by missing.table_number, missing.field
),

missing_columns as (
    select
        missing.*,
        mistaken.column_number
    from missing
    left join mistaken on missing.table_number = mistaken.table_number and missing.field = mistaken.field
)

select * from missing_columns
