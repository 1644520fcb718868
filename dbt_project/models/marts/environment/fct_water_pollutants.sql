with

facts as (
    select * from {{ ref('int_environment__facts') }}
    where mart = 'fct_water_pollutants'
)

select
    plant_id,
    period,
    pollutant,
    coalesce(string_agg(distinct method_id, ';' order by method_id), 'reported') as method_id,
    sum(value) as mass_t
from facts
group by plant_id, period, pollutant
