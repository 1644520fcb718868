{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('exported_hot_water', ['WM', 'T', 'T0', 'HC', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        -wm * (t - t0) * hc * ef as gas_mass,
        {{ sensitivities({
            'T': '-wm * t * hc * ef',
            'T0': 'wm * t0 * hc * ef',
        }) }} as sensitivities
    from inputs
)

select * from calculated
