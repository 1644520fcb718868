with

facts as (
    select * from {{ ref('int_environment__facts') }}
    where mart = 'fct_water'
),

per_plant_month as (
    select
        plant_id,
        period,
        sum(value) filter (where flow = 'total') as total_water_m3,
        sum(value) filter (where flow = 'fresh') as fresh_water_m3,
        sum(value) filter (where flow = 'circulating') as circulating_water_m3,
        sum(value) filter (where flow = 'other') as other_water_m3,
        sum(value) filter (where flow = 'wastewater_generated') as wastewater_generated_m3,
        sum(value) filter (where flow = 'wastewater_reused') as wastewater_reused_m3,
        sum(value) filter (where flow = 'wastewater_discharged') as wastewater_discharged_m3,
        sum(value) filter (where flow = 'consumed') as consumed_water_m3,
        sum(value) filter (where flow = 'withdrawn') as withdrawn_water_m3,
        sum(value) filter (where flow = 'discharged') as discharged_water_m3,
        sum(value) filter (where flow = 'closing_stock')
        - sum(value) filter (where flow = 'opening_stock') as stock_change_m3
    from facts
    group by plant_id, period
),

with_rates as (
    select
        plant_id,
        period,
        total_water_m3,
        fresh_water_m3,
        circulating_water_m3,
        other_water_m3,
        {{ ratio('circulating_water_m3', 'total_water_m3') }} as circulating_share,
        wastewater_generated_m3,
        wastewater_reused_m3,
        wastewater_discharged_m3,
        {{ ratio('wastewater_reused_m3', 'wastewater_generated_m3') }} as wastewater_reuse_rate,
        consumed_water_m3,
        withdrawn_water_m3,
        discharged_water_m3,
        stock_change_m3,
        fresh_water_m3
        + coalesce(other_water_m3, 0)
        - consumed_water_m3
        - wastewater_discharged_m3
        - coalesce(stock_change_m3, 0) as imbalance_m3
    from per_plant_month
)

select * from with_rates
