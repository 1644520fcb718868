with

cells as (select * from {{ ref('stg_foreign_cells') }}),

field_cells as (select * from {{ ref('stg_foreign_field_cells') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

content_tables as (select * from {{ ref('stg_foreign_tables') }}),

corner_texts as (
    select
        content_tables.foreign_number,
        cells.address,
        cells.text
    from {{ ref('stg_cells') }} as cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    semi join columns_read
        on content_tables.foreign_number = columns_read.foreign_number and cells.address = columns_read.cell_address
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
)

select * from parted
