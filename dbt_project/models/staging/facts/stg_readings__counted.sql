{{ config(materialized='view') }}

with

readings as (select * from {{ ref('stg_readings') }}),

whole_submissions as (
    select submission_id from {{ ref('stg_submissions') }}
    where kind not in ('replaces_values', 'withdraws')
),

corrected as (select * from {{ ref('stg_readings__corrected') }}),

counted as (
    select
        readings.arrival_id,
        readings.submission_id,
        readings.form_id,
        readings.frequency,
        readings.plant_id,
        readings.period,
        readings.content_id,
        readings.table_number,
        readings.sheet,
        readings.row_number,
        readings.address,
        readings.cell_id,
        readings.indicator_text,
        readings.material_text,
        readings.counterparty_text,
        readings.unit_text,
        readings.data_quality_text,
        readings.value_text,
        readings.indicator_id,
        readings.has_other_indicator_name,
        readings.material_id,
        readings.has_other_material_name,
        readings.counterparty_id,
        readings.document_id,
        readings.unit_id,
        readings.data_quality,
        readings.unit,
        readings.value,
        readings.half_unit,
        readings.is_corrected,
        readings.indicator_rule_id,
        readings.material_rule_id,
        readings.counterparty_rule_id,
        readings.unit_rule_id,
        readings.number_rule_id,
        readings.is_readable
    from readings
    semi join whole_submissions on readings.submission_id = whole_submissions.submission_id
    union all
    select
        arrival_id,
        submission_id,
        form_id,
        frequency,
        plant_id,
        period,
        content_id,
        table_number,
        sheet,
        row_number,
        address,
        cell_id,
        indicator_text,
        material_text,
        counterparty_text,
        unit_text,
        data_quality_text,
        value_text,
        indicator_id,
        has_other_indicator_name,
        material_id,
        has_other_material_name,
        counterparty_id,
        document_id,
        unit_id,
        data_quality,
        unit,
        value,
        half_unit,
        is_corrected,
        indicator_rule_id,
        material_rule_id,
        counterparty_rule_id,
        unit_rule_id,
        number_rule_id,
        is_readable
    from corrected
    where not is_replaced
)

select * from counted
