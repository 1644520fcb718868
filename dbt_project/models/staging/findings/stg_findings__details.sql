with

readings as (select * from {{ ref('stg_readings') }}),

details as (select * from {{ ref('stg_entry_details') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

code_matches as (select * from {{ ref('stg_code_matches') }}),

code_texts as (select * from {{ ref('stg_code_texts') }}),

-- Where every row reports the same, these tell what happened to it.
required_details as (
    select
        content_tables.table_number,
        layout_columns.field,
        string_agg(layout_columns.header_text, ' or ' order by layout_columns.header_text) as header_texts
    from content_tables
    inner join layout_columns
        on
            content_tables.form_id = layout_columns.form_id
            and content_tables.layout_version = layout_columns.layout_version
            and content_tables.sheet = layout_columns.sheet
    where
        content_tables.indicator_id is not null
        and layout_columns.field in ('document_id', 'licence_id', 'treatment_id')
    group by content_tables.table_number, layout_columns.field
),

missing as (
    select
        case required_details.field
            when 'document_id' then 'missing_document_number'
            when 'licence_id' then 'missing_licence'
            when 'treatment_id' then 'missing_treatment'
        end as rule_id,
        readings.*,
        required_details.field,
        cast(null as varchar) as found,
        concat('a text under ', required_details.header_texts) as expected,
        concat('在“', replace(required_details.header_texts, ' or ', '”或“'), '”列填写') as expected_zh
    from readings
    inner join required_details on readings.table_number = required_details.table_number
    anti join details
        on
            readings.table_number = details.table_number
            and readings.row_number = details.row_number
            and required_details.field = details.field
),

known_codes as (
    select
        kind,
        string_agg(distinct code, ', ' order by code) as codes
    from code_texts
    group by kind
),

unknown as (
    select
        case details.field
            when 'treatment_id' then 'unknown_treatment'
            when 'method_id' then 'unknown_determination_method'
        end as rule_id,
        readings.*,
        details.field,
        details.detail_text as found,
        concat('one of ', known_codes.codes, {{ nearest('code_matches', 'en') }}) as expected,
        concat('以下之一：', replace(known_codes.codes, ', ', '、'), {{ nearest('code_matches', 'zh') }}) as expected_zh
    from readings
    inner join details on readings.table_number = details.table_number and readings.row_number = details.row_number
    inner join code_matches on details.field = code_matches.kind and details.detail_text = code_matches.reported_text
    inner join known_codes on details.field = known_codes.kind
    where code_matches.code is null
),

findings as (
    select * from missing
    union all
    select * from unknown
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected,
    expected_zh
from findings
