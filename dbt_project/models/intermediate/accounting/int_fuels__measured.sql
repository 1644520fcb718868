with

facts as (select * from {{ ref('int_facts__accounting') }}),

measured as (
    select
        plant_id,
        period,
        material_id,
        max(value) filter (where indicator_id = 'fuel_net_calorific_value') as net_calorific_value,
        max(fact_id) filter (where indicator_id = 'fuel_net_calorific_value') as net_calorific_value_fact_id,
        max(value) filter (where indicator_id = 'fuel_carbon_air_dried') as carbon_air_dried,
        max(fact_id) filter (where indicator_id = 'fuel_carbon_air_dried') as carbon_air_dried_fact_id,
        max(value) filter (where indicator_id = 'fuel_moisture_received') as moisture_received,
        max(fact_id) filter (where indicator_id = 'fuel_moisture_received') as moisture_received_fact_id,
        max(value) filter (where indicator_id = 'fuel_moisture_air_dried') as moisture_air_dried,
        max(fact_id) filter (where indicator_id = 'fuel_moisture_air_dried') as moisture_air_dried_fact_id
    from facts
    where
        indicator_id in (
            'fuel_net_calorific_value', 'fuel_carbon_air_dried', 'fuel_moisture_received', 'fuel_moisture_air_dried'
        )
    group by plant_id, period, material_id
)

select * from measured
