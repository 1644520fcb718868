{{ config(materialized='view') }}

with

eliminations as (
    select * from {{ ref('int_eliminations__by_method') }}
    where purpose = 'disclosure'
),

internal_supply as (
    select
        from_plant_id,
        to_plant_id,
        period,
        carrier,
        quantity,
        quantity_unit,
        delivered_quantity,
        location_tco2e as emissions_tco2e,
        method_id,
        fact_id,
        factor_ids,
        delivered_fact_ids
    from eliminations
)

select * from internal_supply
