{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('fume_incineration', ['Q', 'Q_var', 'HM', 'FCH', 'FOX', 'T', 'CO2_per_C', 't_per_mg']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        q * q_var * hm * fch * fox * t * co2_per_c * t_per_mg as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
