{{ config(materialized='view') }}

with

facts as (select * from {{ ref('int_environment__facts') }})

select
    mart,
    case
        when mart = 'fct_water' then {{ row_key(['plant_id', 'period']) }}
        when mart = 'fct_waste' then {{ row_key(['plant_id', 'period', 'waste_code']) }}
        when mart = 'fct_waste_manifests'
            then {{ row_key(['plant_id', 'period', 'manifest_number', 'waste_code']) }}
        else {{ row_key(['plant_id', 'period', 'pollutant']) }}
    end as row_key,
    plant_id,
    fact_id,
    flow as role,
    1 as weight
from facts
