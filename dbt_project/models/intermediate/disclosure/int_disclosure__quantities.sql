with

inputs as (select * from {{ ref('int_disclosure__inputs') }}),

emissions as (select * from {{ ref('int_emissions__by_entity_year') }})

select
    entity_id,
    year,
    quantity_id,
    sum(value) as value
from inputs
group by entity_id, year, quantity_id
union all
select
    entity_id,
    year,
    'emissions_tco2e' as quantity_id,
    emissions_tco2e as value
from emissions
union all
select
    entity_id,
    year,
    'co2_t' as quantity_id,
    co2_t as value
from emissions
