{% set year = '(\d{4})' %}
{% set month = '(\d{1,2})' %}
{% set day = '(\d{1,2})' %}
{% set between = '[-/. ]' %}

with

cells as (select * from {{ ref('stg_foreign_cells') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

codes as (select * from {{ source('ledger', 'foreign_codes') }}),

contents as (
    select distinct
        foreign_number,
        content_id,
        sheet
    from {{ ref('stg_foreign_headers') }}
),

corner_texts as (
    select
        contents.foreign_number,
        cells.address,
        cells.text
    from {{ ref('stg_cells') }} as cells
    inner join contents on cells.content_id = contents.content_id and cells.sheet = contents.sheet
    semi join columns_read
        on contents.foreign_number = columns_read.foreign_number and cells.address = columns_read.cell_address
),

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
        value_columns.stated_header,
        value_columns.header_address
    from cells
    inner join value_columns
        on cells.foreign_number = value_columns.foreign_number and cells.column_number = value_columns.column_number
),

-- An empty cell below a merged or unrepeated text has the text of the next filled cell above.
places_filled_down as (
    select distinct
        value_cells.foreign_number,
        value_cells.row_number,
        field_columns.column_number
    from value_cells
    inner join field_columns on value_cells.foreign_number = field_columns.foreign_number
    where field_columns.is_filled_down
),

filled_cells as (
    select * from cells
    where trim(text) <> ''
),

filled_down as (
    select
        places_filled_down.foreign_number,
        places_filled_down.row_number,
        places_filled_down.column_number,
        filled_cells.address,
        filled_cells.text
    from places_filled_down
    asof inner join filled_cells
        on
            places_filled_down.foreign_number = filled_cells.foreign_number
            and places_filled_down.column_number = filled_cells.column_number
            and places_filled_down.row_number >= filled_cells.row_number
),

field_cells as (
    select
        foreign_number,
        row_number,
        column_number,
        false as is_filled_down,
        address,
        text
    from cells
    union all
    select
        foreign_number,
        row_number,
        column_number,
        true as is_filled_down,
        address,
        text
    from filled_down
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
        field_columns.pattern,
        case
            when field_columns.is_header then value_cells.header_address
            else coalesce(field_columns.cell_address, field_cells.address)
        end as address,
        case
            when field_columns.is_header then value_cells.stated_header
            else nullif(trim(coalesce(field_cells.text, corner_texts.text, field_columns.fixed_text)), '')
        end as stated_text
    from value_cells
    inner join field_columns
        on
            value_cells.foreign_number = field_columns.foreign_number
            and value_cells.value_number = field_columns.value_number
    left join field_cells
        on
            field_columns.foreign_number = field_cells.foreign_number
            and field_columns.column_number = field_cells.column_number
            and field_columns.is_filled_down = field_cells.is_filled_down
            and value_cells.row_number = field_cells.row_number
    left join corner_texts
        on
            field_columns.foreign_number = corner_texts.foreign_number
            and field_columns.cell_address = corner_texts.address
),

-- Each text once: a pattern that is no constant costs more than all else here.
pattern_parts as (
    select
        pattern,
        stated_text,
        regexp_extract(stated_text, pattern, 1) as text_part
    from (
        select distinct
            pattern,
            stated_text
        from stated
        where pattern is not null
    ) as texts
),

parted as (
    select
        stated.* exclude (stated_text),
        coalesce(nullif(trim(pattern_parts.text_part), ''), stated.stated_text) as stated_text
    from stated
    left join pattern_parts
        on stated.pattern = pattern_parts.pattern and stated.stated_text = pattern_parts.stated_text
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
        parted.foreign_number,
        parted.row_number,
        parted.column_number,
        parted.field,
        parted.part,
        parted.joined_by,
        parted.address,
        case
            when code_texts.code is not null then code_texts.code
            when parted.date_order = 'serial'
                then coalesce(
                    strftime(
                        date '1899-12-30'
                        + try_cast(regexp_extract(parted.stated_text, '^(\d{5})(?:\.\d+)?$', 1) as integer),
                        '%Y-%m'
                    ), parted.stated_text
                )
            when parted.date_order = 'dmy'
                then regexp_replace(
                    parted.stated_text, '^{{ day }}{{ between }}{{ month }}{{ between }}{{ year }}.*$', '\3-\2'
                )
            when parted.date_order = 'mdy'
                then regexp_replace(
                    parted.stated_text, '^{{ month }}{{ between }}{{ day }}{{ between }}{{ year }}.*$', '\3-\1'
                )
            when parted.date_order = 'my'
                then regexp_replace(
                    parted.stated_text, '^{{ month }}{{ between }}{{ year }}$', '\2-\1'
                )
            when parted.date_order = 'ymd'
                then regexp_replace(
                    parted.stated_text, '^{{ year }}{{ between }}{{ month }}{{ between }}\d.*$', '\1-\2'
                )
            else parted.prefix || parted.stated_text
        end as field_text
    from parted
    left join code_texts
        on
            parted.form_id = code_texts.form_id
            and parted.layout_version = code_texts.layout_version
            and parted.sheet = code_texts.sheet
            and parted.value_number = code_texts.value_number
            and parted.field = code_texts.field
            and parted.is_header = code_texts.is_header
            and if(parted.is_header, lower(parted.stated_text), parted.stated_text) = code_texts.code_text
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
