{{ config(materialized='view') }}

with

by_standard as (select * from {{ ref('int_energy__by_standard') }}),

flows as (
    select
        plant_id,
        period,
        carrier,
        flow,
        quantity,
        quantity_unit,
        energy_gj,
        energy_tce,
        heat_value_fact_ids,
        coefficient_ids
    from by_standard
    where is_default
)

select * from flows
