with

cells as (select * from {{ ref('int_energy__cells') }}),

final as (
    select
        plant_id,
        period,
        line_current_ka,
        cell_voltage_v,
        current_efficiency_pct,
        metal_kg_per_cell_day,
        dc_power_kwh_per_t,
        minimum_carbon_t_per_t,
        minimum_carbon_t
    from cells
)

select * from final
