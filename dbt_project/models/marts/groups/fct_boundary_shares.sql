with

shares as (select * from {{ ref('int_boundaries__shares') }})

select
    boundary,
    plant_id,
    period,
    share_pct
from shares
