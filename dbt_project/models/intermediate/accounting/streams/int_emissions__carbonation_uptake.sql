{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('carbonation_uptake', ['P', 'W', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        -p * w * ef as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
