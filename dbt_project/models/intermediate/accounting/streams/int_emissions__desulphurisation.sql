{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('desulphurisation', ['CAL', 'I', 'EF', 'TR']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        cal * i * ef * tr as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
