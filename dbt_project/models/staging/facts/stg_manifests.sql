with

facts as (
    select * from {{ ref('stg_facts') }}
    where flow = 'manifested'
),

details as (select * from {{ ref('stg_entry_details') }}),

period_matches as (
    select * from {{ ref('stg_period_matches') }}
    where frequency = 'event'
),

treatment_matches as (
    select * from {{ ref('stg_code_matches') }}
    where kind = 'treatment_id'
),

per_value as (
    select
        value_cell_id,
        any_value(detail_text) filter (where field = 'period') as period_text,
        any_value(upper(detail_text)) filter (where field = 'licence_id') as licence_id,
        any_value(cell_id) filter (where field = 'licence_id') as licence_cell_id,
        any_value(detail_text) filter (where field = 'treatment_id') as treatment_text,
        any_value(cell_id) filter (where field = 'treatment_id') as treatment_cell_id
    from details
    group by value_cell_id
)

select
    facts.fact_id,
    facts.submission_id,
    facts.plant_id,
    facts.period,
    facts.document_id as manifest_number,
    facts.material_id as waste_code,
    facts.value as quantity_t,
    facts.cell_id,
    facts.received_at,
    period_matches.day as transferred_on,
    per_value.licence_id,
    per_value.licence_cell_id,
    treatment_matches.code as treatment_id,
    per_value.treatment_cell_id
from facts
inner join per_value on facts.cell_id = per_value.value_cell_id
left join period_matches on per_value.period_text = period_matches.reported_text
left join treatment_matches on per_value.treatment_text = treatment_matches.reported_text
