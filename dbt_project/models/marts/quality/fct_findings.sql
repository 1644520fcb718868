{{ config(materialized='view') }}

with

findings as (select * from {{ source('checks', 'findings') }})

select
    finding_id,
    rule_id,
    rule_edition,
    kind,
    gate,
    stage,
    severity,
    state,
    plant_id,
    period,
    submission_id,
    arrival_id,
    path,
    sheet,
    address,
    cell_id,
    cell_ids,
    finding_key,
    mart,
    row_key,
    found,
    expected,
    message_en,
    message_zh,
    waiver_id,
    fingerprint
from findings
