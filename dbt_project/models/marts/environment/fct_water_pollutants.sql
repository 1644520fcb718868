with

facts as (
    select * from {{ ref('int_environment__facts') }}
    where mart = 'fct_water_pollutants'
)

select
    plant_id,
    period,
    pollutant,
    'reported' as method_id,
    sum(value) as mass_t
from facts
group by plant_id, period, pollutant
