{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('raw_meal_carbon', ['Q', 'FR0', 'CO2_per_C']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        q * fr0 * co2_per_c as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
