{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('direct_non_fossil_electricity', ['AD', 'EF_green']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        ad * ef_green as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
