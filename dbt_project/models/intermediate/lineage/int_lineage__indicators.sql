{{ config(materialized='view') }}

with

indicators as (select * from {{ ref('fct_indicators') }})

select
    'fct_indicators' as mart,
    {{ row_key([
        'plant_id', 'period', 'frequency', 'indicator_id', 'material_id', 'counterparty_id', 'document_id'
    ]) }} as row_key,
    plant_id,
    fact_id,
    'reported' as role,
    1 as weight
from indicators
