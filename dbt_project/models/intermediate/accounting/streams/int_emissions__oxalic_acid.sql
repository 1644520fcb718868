{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('oxalic_acid', ['AD', 'EF', 'PUR']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        ad * ef * pur as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
