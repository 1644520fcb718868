{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('ore_calcination', ['AD', 'DR', 'W', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        ad * dr * w * ef as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
