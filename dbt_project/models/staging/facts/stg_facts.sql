with

readings as (
    select * from {{ ref('stg_readings__counted') }}
    where is_readable
),

repeated_facts as (select * from {{ ref('stg_repeated_facts') }}),

sources as (select * from {{ ref('stg_submission_sources') }}),

indicators as (select * from {{ ref('indicators') }}),

usual_grades as (select * from {{ ref('stg_indicator_data_qualities') }}),

single_readings as (
    select readings.*
    from readings
    anti join repeated_facts
        on
            readings.submission_id = repeated_facts.submission_id
            and readings.indicator_id = repeated_facts.indicator_id
            and readings.material_id is not distinct from repeated_facts.material_id
            and readings.counterparty_id is not distinct from repeated_facts.counterparty_id
            and readings.document_id = repeated_facts.document_id
),

facts as (
    select
        readings.submission_id,
        readings.arrival_id,
        readings.content_id,
        readings.form_id,
        readings.frequency,
        readings.plant_id,
        readings.period,
        readings.indicator_id,
        readings.document_id,
        readings.value,
        readings.unit,
        readings.value_text as reported_text,
        readings.unit_id as reported_unit_id,
        readings.cell_id,
        readings.sheet,
        readings.address,
        indicators.domain,
        indicators.substance_id,
        indicators.flow,
        indicators.carrier,
        sources.received_at,
        sources.path,
        'F' || left(md5(concat_ws(
            '|',
            readings.submission_id,
            readings.indicator_id,
            coalesce(readings.material_id, ''),
            coalesce(readings.counterparty_id, ''),
            readings.cell_id
        )), 16) as fact_id,
        if(indicators.quantity = 'count', 0, readings.half_unit) as half_unit,
        coalesce(readings.data_quality, usual_grades.data_quality) as data_quality,
        coalesce(readings.material_id, '') as material_id,
        coalesce(readings.counterparty_id, '') as counterparty_id
    from single_readings as readings
    inner join sources on readings.submission_id = sources.submission_id and readings.arrival_id = sources.arrival_id
    inner join indicators on readings.indicator_id = indicators.indicator_id
    left join usual_grades on readings.indicator_id = usual_grades.indicator_id
)

select * from facts
