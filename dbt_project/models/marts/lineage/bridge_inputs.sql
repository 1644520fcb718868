{{ config(materialized='view') }}

with

inputs as (select * from {{ ref('int_emissions__inputs') }})

select
    calculation_id,
    symbol,
    plant_id,
    value,
    form_value,
    unit,
    fact_id,
    factor_id,
    is_key,
    sensitivity_tco2e
from inputs
