{{ config(materialized='view') }}

with

facts as (select * from {{ ref('int_facts__accounting') }}),

of_facts as (select * from {{ ref('int_uncertainties__facts') }})

select
    facts.fact_id,
    facts.plant_id,
    facts.period,
    {{ contributor_of('facts', 'of_facts') }} as contributor_id
from facts
left join of_facts
    on
        facts.indicator_id = of_facts.indicator_id
        and facts.material_id = of_facts.material_id
        and facts.data_quality = of_facts.data_quality
