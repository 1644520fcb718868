{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('biogenic_combustion', ['BC', 'NCV', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        bc * ncv * ef as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
