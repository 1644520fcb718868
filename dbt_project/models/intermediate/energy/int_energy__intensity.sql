with

product_months as (select * from {{ ref('int_energy__product_months') }}),

units as (select * from {{ ref('units') }}),

intensity as (
    select
        product_months.plant_id,
        product_months.period,
        product_months.product,
        product_months.output_t,
        {{ per_tonne('product_months.energy_tce', 'kilograms', 'product_months.output_t') }} as energy_kgce_per_t,
        {{ per_tonne('product_months.electricity_mwh', 'kilowatt_hours', 'product_months.output_t') }}
            as power_kwh_per_t,
        product_months.is_shared,
        product_months.fact_id
    from product_months
    inner join units as kilograms on kilograms.unit_id = 'kgce'
    inner join units as kilowatt_hours on kilowatt_hours.unit_id = 'kWh'
    where product_months.output_t > 0
)

select * from intensity
