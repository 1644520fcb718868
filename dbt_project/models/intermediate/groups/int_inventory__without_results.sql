{{ config(materialized='view') }}

with

inventory_months as (
    select
        *,
        cast(year(period) as integer) as year
    from {{ ref('int_inventory__months') }}
),

results as (select * from {{ ref('int_emissions__by_scope') }}),

-- Where another method of the purpose has results, a method without any was not given what it needs.
without_results as (
    select
        inventory_months.entity_id,
        inventory_months.year,
        inventory_months.boundary,
        inventory_months.purpose,
        inventory_months.method_set,
        inventory_months.plant_id,
        'without_results' as gap,
        concat_ws(' ', inventory_months.plant_id, inventory_months.method_id) as place,
        count(*) as months
    from inventory_months
    semi join results as other_results
        on
            inventory_months.plant_id = other_results.plant_id
            and inventory_months.period = other_results.period
            and inventory_months.purpose = other_results.purpose
    anti join results
        on
            inventory_months.plant_id = results.plant_id
            and inventory_months.period = results.period
            and inventory_months.purpose = results.purpose
            and inventory_months.method_set = results.method_set
    where inventory_months.method_id is not null
    group by all
)

select * from without_results
