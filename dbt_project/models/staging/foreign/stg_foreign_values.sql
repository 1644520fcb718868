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

filter_texts as (select * from {{ source('ledger', 'foreign_filters') }}),

value_columns as (
    select * from columns_read
    where field = 'value'
),

multiplier_columns as (
    select * from columns_read
    where field = 'multiplier'
),

filter_columns as (
    select * from columns_read
    where field = 'filter'
),

table_rows as (
    select distinct
        foreign_number,
        row_number
    from cells
),

filtered as (
    select
        table_rows.foreign_number,
        table_rows.row_number,
        filter_columns.form_id,
        filter_columns.layout_version,
        filter_columns.sheet,
        filter_columns.filter_number,
        filter_columns.keeps,
        filter_columns.pattern,
        coalesce(trim(cells.text), '') as filter_text
    from table_rows
    inner join filter_columns on table_rows.foreign_number = filter_columns.foreign_number
    left join cells
        on
            table_rows.foreign_number = cells.foreign_number
            and table_rows.row_number = cells.row_number
            and filter_columns.column_number = cells.column_number
),

pattern_matches as (
    select
        pattern,
        filter_text,
        regexp_matches(filter_text, pattern) as is_match
    from (
        select distinct
            pattern,
            filter_text
        from filtered
        where pattern is not null
    ) as texts
),

left_out_rows as (
    select distinct
        filtered.foreign_number,
        filtered.row_number
    from filtered
    left join filter_texts
        on
            filtered.form_id = filter_texts.form_id
            and filtered.layout_version = filter_texts.layout_version
            and filtered.sheet = filter_texts.sheet
            and filtered.filter_number = filter_texts.filter_number
            and filtered.filter_text = filter_texts.reported_text
    left join pattern_matches
        on filtered.pattern = pattern_matches.pattern and filtered.filter_text = pattern_matches.filter_text
    where filtered.keeps <> coalesce(pattern_matches.is_match, filter_texts.reported_text is not null)
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
