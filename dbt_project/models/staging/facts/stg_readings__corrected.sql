with

sources as (
    select * from {{ ref('stg_submission_sources') }}
    where kind = 'replaces_values'
),

readings as (select * from {{ ref('stg_readings') }}),

-- Two rows report the same when all their codes are known and equal, whether the value can be read or not.
keyed as (
    select
        readings.*,
        sources.submission_id as corrected_id,
        sources.distance,
        readings.indicator_id is not null
        and (readings.material_text is null or readings.material_id is not null)
        and (readings.counterparty_text is null or readings.counterparty_id is not null) as has_key
    from readings
    inner join sources on readings.submission_id = sources.source_submission_id
),

compared as (
    select
        corrected_id as submission_id,
        arrival_id,
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
        is_readable,
        has_key and distance > min(if(has_key, distance, null)) over (
            partition by corrected_id, indicator_id, material_id, counterparty_id, document_id
        ) as is_replaced
    from keyed
)

select * from compared
