{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('exported_electricity', ['AD', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        -ad * ef as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
