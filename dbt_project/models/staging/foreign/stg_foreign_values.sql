{% set fields = [
    'plant_id', 'plant_name', 'period', 'year', 'month', 'indicator_id', 'material_id', 'counterparty_id',
    'document_id', 'unit', 'data_quality'
] %}

with

cells as (select * from {{ ref('stg_foreign_cells') }}),

columns_read as (select * from {{ ref('stg_foreign_columns') }}),

texts as (select * from {{ ref('stg_foreign_texts') }}),

missing_texts as (
    select * from {{ source('ledger', 'foreign_codes') }}
    where field = 'value'
),

left_out_rows as (select * from {{ ref('stg_foreign_left_out_rows') }}),

value_columns as (
    select * from columns_read
    where field = 'value'
),

multiplier_columns as (
    select * from columns_read
    where field = 'multiplier'
),

row_texts as (
    select
        foreign_number,
        row_number,
        column_number,
        {% for field in fields %}
            any_value(field_text) filter (where field = '{{ field }}') as {{ field }}_text,
        {% endfor %}
        any_value(address) filter (where field = 'plant_id') as plant_address,
        min(address) filter (where field in ('period', 'month')) as month_address,
        any_value(address) filter (where field = 'year') as year_address
    from texts
    group by foreign_number, row_number, column_number
),

valued as (
    select
        cells.foreign_number,
        cells.row_number,
        cells.column_number,
        cells.address,
        cells.cell_id,
        cells.cell_type,
        cells.text,
        cells.is_hidden,
        value_columns.form_id,
        value_columns.layout_version,
        value_columns.sheet,
        value_columns.value_number,
        value_columns.is_rounded,
        value_columns.is_read_once,
        value_columns.mark_pattern,
        value_columns.has_decimal_comma,
        multipliers.text as multiplier_text,
        multiplier_columns.column_number is not null as is_product,
        coalesce(trim(cells.text), '') = '' and cells.cell_type <> 'formula_without_value' as is_blank
    from cells
    inner join value_columns
        on cells.foreign_number = value_columns.foreign_number and cells.column_number = value_columns.column_number
    left join multiplier_columns
        on
            value_columns.foreign_number = multiplier_columns.foreign_number
            and value_columns.value_number = multiplier_columns.value_number
    left join cells as multipliers
        on
            multiplier_columns.foreign_number = multipliers.foreign_number
            and multiplier_columns.column_number = multipliers.column_number
            and cells.row_number = multipliers.row_number
),

judged as (
    select
        valued.*,
        {% for field in fields %}
            row_texts.{{ field }}_text,
        {% endfor %}
        row_texts.plant_address,
        row_texts.month_address,
        row_texts.year_address,
        case
            when left_out_rows.row_number is not null then 'left_out'
            when valued.is_blank or missing_texts.reported_text is not null then 'missing'
            when valued.is_product and coalesce(trim(valued.multiplier_text), '') = '' then 'missing'
            else 'read'
        end as outcome
    from valued
    inner join row_texts
        on
            valued.foreign_number = row_texts.foreign_number
            and valued.row_number = row_texts.row_number
            and valued.column_number = row_texts.column_number
    left join left_out_rows
        on valued.foreign_number = left_out_rows.foreign_number and valued.row_number = left_out_rows.row_number
    left join missing_texts
        on
            valued.form_id = missing_texts.form_id
            and valued.layout_version = missing_texts.layout_version
            and valued.sheet = missing_texts.sheet
            and valued.value_number = missing_texts.value_number
            and trim(valued.text) = missing_texts.reported_text
)

select * from judged
