{% set year = '(\d{4})' %}
{% set month = '(\d{1,2})' %}
{% set day = '(\d{1,2})' %}
{% set between = '[-/. ]' %}

with

stated_texts as (select * from {{ ref('stg_foreign_stated_texts') }}),

codes as (select * from {{ source('ledger', 'foreign_codes') }}),

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
        stated_texts.foreign_number,
        stated_texts.row_number,
        stated_texts.column_number,
        stated_texts.field,
        stated_texts.part,
        stated_texts.joined_by,
        stated_texts.address,
        case
            when code_texts.code is not null then code_texts.code
            when stated_texts.date_order = 'serial'
                then coalesce(
                    strftime(
                        date '1899-12-30'
                        + try_cast(regexp_extract(stated_texts.stated_text, '^(\d{5})(?:\.\d+)?$', 1) as integer),
                        '%Y-%m'
                    ), stated_texts.stated_text
                )
            when stated_texts.date_order = 'dmy'
                then regexp_replace(
                    stated_texts.stated_text, '^{{ day }}{{ between }}{{ month }}{{ between }}{{ year }}.*$', '\3-\2'
                )
            when stated_texts.date_order = 'mdy'
                then regexp_replace(
                    stated_texts.stated_text, '^{{ month }}{{ between }}{{ day }}{{ between }}{{ year }}.*$', '\3-\1'
                )
            when stated_texts.date_order = 'my'
                then regexp_replace(
                    stated_texts.stated_text, '^{{ month }}{{ between }}{{ year }}$', '\2-\1'
                )
            when stated_texts.date_order = 'ymd'
                then regexp_replace(
                    stated_texts.stated_text, '^{{ year }}{{ between }}{{ month }}{{ between }}\d.*$', '\1-\2'
                )
            else stated_texts.prefix || stated_texts.stated_text
        end as field_text
    from stated_texts
    left join code_texts
        on
            stated_texts.form_id = code_texts.form_id
            and stated_texts.layout_version = code_texts.layout_version
            and stated_texts.sheet = code_texts.sheet
            and stated_texts.value_number = code_texts.value_number
            and stated_texts.field = code_texts.field
            and stated_texts.is_header = code_texts.is_header
            and code_texts.code_text
            = if(stated_texts.is_header, lower(stated_texts.stated_text), stated_texts.stated_text)
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
