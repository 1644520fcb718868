{% set year = '(\d{4})' %}
{% set month = '(\d{1,2})' %}
{% set day = '(\d{1,2})' %}
{% set between = '[-/. ]' %}

with

cells as (select * from {{ ref('stg_foreign_cells') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

codes as (select * from {{ source('ledger', 'foreign_codes') }}),

value_columns as (
    select * from columns_read
    where field = 'value'
),

field_columns as (
    select * from columns_read
    where field not in ('value', 'multiplier', 'other', 'filter')
),

value_cells as (
    select
        cells.foreign_number,
        cells.row_number,
        cells.column_number,
        value_columns.value_number,
        value_columns.header_key,
        value_columns.header_address
    from cells
    inner join value_columns
        on cells.foreign_number = value_columns.foreign_number and cells.column_number = value_columns.column_number
),

stated as (
    select
        value_cells.foreign_number,
        value_cells.row_number,
        value_cells.column_number,
        value_cells.value_number,
        field_columns.form_id,
        field_columns.layout_version,
        field_columns.sheet,
        field_columns.field,
        field_columns.part,
        field_columns.is_header,
        field_columns.prefix,
        field_columns.joined_by,
        field_columns.date_order,
        if(field_columns.is_header, value_cells.header_address, cells.address) as address,
        case
            when field_columns.is_header then value_cells.header_key
            else nullif(trim(coalesce(cells.text, field_columns.fixed_text)), '')
        end as stated_text
    from value_cells
    inner join field_columns
        on
            value_cells.foreign_number = field_columns.foreign_number
            and value_cells.value_number = field_columns.value_number
    left join cells
        on
            field_columns.foreign_number = cells.foreign_number
            and field_columns.column_number = cells.column_number
            and value_cells.row_number = cells.row_number
),

-- Headers are compared without regard to case, cells as they stand: mg is not Mg.
code_texts as (
    select distinct
        * exclude (reported_text),
        unnest([false, true]) as is_header,
        unnest([reported_text, {{ code_key('reported_text') }}]) as code_text
    from codes
    where field <> 'value'
),

coded as (
    select
        stated.foreign_number,
        stated.row_number,
        stated.column_number,
        stated.field,
        stated.part,
        stated.joined_by,
        stated.address,
        case
            when code_texts.code is not null then code_texts.code
            when stated.date_order = 'dmy'
                then regexp_replace(
                    stated.stated_text, '^{{ day }}{{ between }}{{ month }}{{ between }}{{ year }}.*$', '\3-\2'
                )
            when stated.date_order = 'mdy'
                then regexp_replace(
                    stated.stated_text, '^{{ month }}{{ between }}{{ day }}{{ between }}{{ year }}.*$', '\3-\1'
                )
            when stated.date_order = 'my'
                then regexp_replace(
                    stated.stated_text, '^{{ month }}{{ between }}{{ year }}$', '\2-\1'
                )
            when stated.date_order = 'ymd'
                then regexp_replace(
                    stated.stated_text, '^{{ year }}{{ between }}{{ month }}{{ between }}\d.*$', '\1-\2'
                )
            else stated.prefix || stated.stated_text
        end as field_text
    from stated
    left join code_texts
        on
            stated.form_id = code_texts.form_id
            and stated.layout_version = code_texts.layout_version
            and stated.sheet = code_texts.sheet
            and stated.value_number = code_texts.value_number
            and stated.field = code_texts.field
            and stated.is_header = code_texts.is_header
            and stated.stated_text = code_texts.code_text
)

select
    foreign_number,
    row_number,
    column_number,
    field,
    min(address) as address,
    string_agg(if(part > 1, joined_by, '') || field_text, '' order by part) as field_text
from coded
group by foreign_number, row_number, column_number, field
