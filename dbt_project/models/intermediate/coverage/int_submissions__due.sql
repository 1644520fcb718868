with

duties as (select * from {{ ref('stg_duties') }})

select
    plant_id,
    unit_id,
    industry_id,
    form_id,
    frequency,
    period,
    period_end,
    opens_on,
    due_on,
    in_time_until
from duties
