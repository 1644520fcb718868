with

foreign_values as (select * from {{ ref('stg_foreign_values') }}),

content_tables as (select * from {{ ref('stg_foreign_tables') }}),

stated as (
    select
        foreign_values.*,
        content_tables.content_id,
        coalesce(
            foreign_values.period_text,
            foreign_values.year_text || '-' || foreign_values.month_text,
            if(foreign_values.month_address is null, foreign_values.year_text, null)
        ) as stated_period,
        coalesce(foreign_values.month_address, foreign_values.year_address) as period_address,
        if(
            foreign_values.is_product,
            trim(foreign_values.text) || ' × ' || trim(foreign_values.multiplier_text),
            foreign_values.text
        ) as value_text
    from foreign_values
    inner join content_tables on foreign_values.foreign_number = content_tables.foreign_number
),

-- A value that a table repeats on several rows counts where it stands first.
repeats as (
    select
        *,
        is_read_once
        and outcome = 'read'
        and row_number() over (
            partition by
                foreign_number, value_number, outcome, plant_id_text, stated_period, indicator_id_text,
                material_id_text, counterparty_id_text, document_id_text, unit_text, trim(value_text)
            order by row_number, column_number
        ) > 1 as is_repeat
    from stated
),

-- Marks at the end are taken off, and decimal commas made points, as the layout says.
unmarked as (
    select
        *,
        if(
            mark_pattern is null or {{ is_plain_number('cell_type', 'text') }},
            text,
            regexp_replace(trim(text), mark_pattern, '')
        ) as unmarked_text,
        has_decimal_comma and cell_type = 'text' as has_comma
    from repeats
),

pointed as (
    select
        *,
        unmarked_text <> text as has_mark,
        if(has_comma, translate(unmarked_text, '.,', ',.'), unmarked_text) as number_text,
        if(has_comma, translate(multiplier_text, '.,', ',.'), multiplier_text) as multiplier_number_text
    from unmarked
),

numbered as (
    select
        *,
        case
            when is_product
                then cast(
                    try({{ long_number('number_text') }} * {{ long_number('multiplier_number_text') }})
                    as decimal(38, 12)
                )
            when is_rounded then {{ long_number('number_text') }}
        end as exact_number
    from pointed
)

select
    content_id,
    form_id,
    layout_version,
    sheet,
    row_number,
    column_number,
    address,
    cell_id,
    has_mark,
    value_text,
    plant_id_text as plant_text,
    plant_name_text,
    stated_period as period_text,
    indicator_id_text as indicator_text,
    material_id_text as material_text,
    counterparty_id_text as counterparty_text,
    document_id_text as document_text,
    unit_text,
    data_quality_text,
    cell_type as value_type,
    is_hidden,
    is_rounded,
    exact_number,
    coalesce(plant_address, if(plant_id_text is null, address, null)) as plant_address,
    coalesce(period_address, if(stated_period is null, address, null)) as period_address,
    if(is_repeat, 'repeated', outcome) as outcome,
    if(is_product, value_text, number_text) as number_text
from numbered
