{{ config(materialized='view') }}

with

facts as (select * from {{ ref('stg_facts') }}),

used_submissions as (
    select submission_id
    from {{ source('checks', 'verdicts') }}
    where is_used
),

accepted as (
    select
        facts.fact_id,
        facts.submission_id,
        facts.arrival_id,
        facts.content_id,
        facts.form_id,
        facts.frequency,
        facts.plant_id,
        facts.period,
        facts.indicator_id,
        facts.material_id,
        facts.counterparty_id,
        facts.document_id,
        facts.value,
        facts.unit,
        facts.reported_text,
        facts.reported_unit_id,
        facts.cell_id,
        facts.sheet,
        facts.address,
        facts.domain,
        facts.substance_id,
        facts.flow,
        facts.carrier,
        facts.data_quality,
        facts.received_at,
        facts.path
    from facts
    semi join used_submissions on facts.submission_id = used_submissions.submission_id
)

select * from accepted
