with

content_tables as (select * from {{ ref('stg_tables') }}),

headers as (select * from {{ ref('stg_headers') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

arrivals_with_other_sheets as (
    select distinct arrival_id
    from {{ source('ledger', 'arrival_notes') }}
    where rule_id = 'unknown_sheet'
),

found_fields as (
    select
        table_number,
        coalesce(bool_or(field = 'value'), false) as has_values,
        coalesce(bool_or(field in ('indicator_id', 'indicator_name')), false) as has_indicators
    from headers
    group by table_number
),

-- An empty sheet says that there is nothing; beside a sheet that nobody knows, its figures may stand there.
unread as (
    select
        arrivals.arrival_id,
        content_tables.table_number,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet
    from content_tables
    inner join arrivals
        on
            content_tables.content_id = arrivals.content_id
            and content_tables.form_id = arrivals.form_id
            and content_tables.layout_version = arrivals.layout_version
    left join arrivals_with_other_sheets on arrivals.arrival_id = arrivals_with_other_sheets.arrival_id
    left join found_fields on content_tables.table_number = found_fields.table_number
    where
        (found_fields.table_number is null and arrivals_with_other_sheets.arrival_id is not null)
        or not found_fields.has_values
        or (not found_fields.has_indicators and content_tables.indicator_id is null)
)

select * from unread
