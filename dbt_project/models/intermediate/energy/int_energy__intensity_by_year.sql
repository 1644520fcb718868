with

product_months as (select * from {{ ref('int_energy__product_months') }}),

due as (
    select * from {{ ref('int_submissions__due') }}
    where frequency = 'month'
),

units as (select * from {{ ref('units') }}),

due_months as (
    select
        plant_id,
        year(period) as year,
        count(*) as months_due
    from due
    group by plant_id, year
),

-- A month counts where both its output and its energy are in.
totals as (
    select
        plant_id,
        product,
        year(period) as year,
        sum(output_t) as output_t,
        sum(energy_tce) as energy_tce,
        sum(electricity_mwh) as electricity_mwh,
        count(*) as months_in,
        count(electricity_mwh) as months_with_electricity
    from product_months
    where energy_tce is not null
    group by plant_id, year, product
    having sum(output_t) > 0
),

per_tonne as (
    select
        totals.plant_id,
        totals.year,
        totals.product,
        totals.output_t,
        totals.energy_tce,
        {{ per_tonne('totals.energy_tce', 'kilograms', 'totals.output_t') }} as energy_kgce_per_t,
        case
            when totals.months_with_electricity = totals.months_in
                then {{ per_tonne('totals.electricity_mwh', 'kilowatt_hours', 'totals.output_t') }}
        end as power_kwh_per_t,
        totals.months_in,
        greatest(due_months.months_due, totals.months_in) as months_due
    from totals
    left join due_months on totals.plant_id = due_months.plant_id and totals.year = due_months.year
    inner join units as kilograms on kilograms.unit_id = 'kgce'
    inner join units as kilowatt_hours on kilowatt_hours.unit_id = 'kWh'
)

select * from per_tonne
