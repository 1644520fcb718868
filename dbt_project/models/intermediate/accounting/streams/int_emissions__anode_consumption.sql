{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('anode_consumption', ['P', 'NC', 'S', 'A', 'CO2_per_C']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        p * nc * (1 - s - a) * co2_per_c as gas_mass,
        {{ sensitivities({
            'S': '-p * nc * s * co2_per_c',
            'A': '-p * nc * a * co2_per_c',
        }) }} as sensitivities
    from inputs
)

select * from calculated
