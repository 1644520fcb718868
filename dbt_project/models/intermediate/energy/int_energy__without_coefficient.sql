{{ config(materialized='view') }}

with

flows as (select * from {{ ref('int_energy__flows') }}),

without_coefficient as (
    select
        plant_id,
        period,
        carrier,
        flow,
        quantity_unit
    from flows
    where energy_tce is null
)

select * from without_coefficient
