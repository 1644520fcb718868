with

flows as (
    select * from {{ ref('int_energy__flows') }}
    where energy_tce is not null
),

outputs as (
    select * from {{ ref('int_facts__accounting') }}
    where indicator_id = 'product_output'
),

plants as (select * from {{ ref('int_plants__methods') }}),

norms as (select distinct product_id from {{ ref('product_norms') }}),

energy as (
    select
        plant_id,
        period,
        sum(energy_tce) as energy_tce,
        sum(quantity) filter (where carrier = 'electricity') as electricity_mwh
    from flows
    group by plant_id, period
),

-- Products with a norm of their own; by-products without one do not share the plant's energy.
made as (
    select
        outputs.plant_id,
        outputs.period,
        count(*) as products
    from outputs
    inner join norms on outputs.material_id = norms.product_id
    where outputs.value > 0
    group by outputs.plant_id, outputs.period
),

product_months as (
    select
        outputs.plant_id,
        outputs.period,
        outputs.material_id as product,
        outputs.value as output_t,
        energy.energy_tce,
        energy.electricity_mwh,
        outputs.fact_id,
        coalesce(made.products > 1, false) as is_shared
    from outputs
    inner join plants
        on
            outputs.plant_id = plants.plant_id
            and outputs.material_id = plants.main_product_id
            and outputs.period between plants.valid_from and plants.valid_to
    left join energy on outputs.plant_id = energy.plant_id and outputs.period = energy.period
    left join made on outputs.plant_id = made.plant_id and outputs.period = made.period
)

select * from product_months
