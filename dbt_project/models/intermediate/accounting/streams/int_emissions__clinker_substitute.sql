{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('clinker_substitute', ['AD', 'D']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        -ad * d as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
