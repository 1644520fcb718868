with

accepted as (select * from {{ ref('int_facts__accepted') }})

select
    plant_id,
    period,
    frequency,
    indicator_id,
    material_id,
    counterparty_id,
    document_id,
    value,
    unit,
    data_quality,
    fact_id,
    cell_id,
    submission_id,
    reported_text,
    reported_unit_id,
    path
from accepted
