{{ config(materialized='view') }}

with

shares as (
    select * from {{ ref('int_boundaries__shares') }}
    where share_pct is not null
)

select
    'fct_boundary_shares' as mart,
    {{ row_key(['boundary', 'plant_id', 'period']) }} as row_key,
    plant_id,
    'shareholdings' as source_mart,
    concat('plant_id=', plant_id, '|valid_from=', holding_from) as source_row_key,
    'holding' as role
from shares
