{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('co2_recovery', ['Q']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        -q as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
