{{ config(materialized='view') }}

with

check_ledger as (select * from {{ source('checks', 'check_ledger') }})

select
    rule_id,
    rule_edition,
    gate,
    planned,
    passed,
    failed,
    waived,
    raised
from check_ledger
