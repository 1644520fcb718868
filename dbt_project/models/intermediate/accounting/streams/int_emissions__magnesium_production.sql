{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('magnesium_production', ['P', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        p * ef as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
