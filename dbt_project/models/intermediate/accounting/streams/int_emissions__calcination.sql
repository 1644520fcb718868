{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('calcination', [
        'GC', 'WFC', 'CC', 'UCC', 'DU', 'WFC_c',
        'Wvar', 'Wvar_c', 'K1', 'CO2_per_C', 'CO2_per_CH4'
    ]) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        (gc * wfc - (cc + ucc + du) * wfc_c) * co2_per_c
        + (gc * wvar - cc * wvar_c) * k1 * co2_per_ch4 as gas_mass,
        {{ sensitivities({
            'GC': 'gc * (wfc * co2_per_c + wvar * k1 * co2_per_ch4)',
            'WFC': 'gc * wfc * co2_per_c',
            'CC': '-cc * (wfc_c * co2_per_c + wvar_c * k1 * co2_per_ch4)',
            'UCC': '-ucc * wfc_c * co2_per_c',
            'DU': '-du * wfc_c * co2_per_c',
            'WFC_c': '-(cc + ucc + du) * wfc_c * co2_per_c',
            'Wvar': 'gc * wvar * k1 * co2_per_ch4',
            'Wvar_c': '-cc * wvar_c * k1 * co2_per_ch4',
            'K1': '(gc * wvar - cc * wvar_c) * k1 * co2_per_ch4',
            'CO2_per_C': '(gc * wfc - (cc + ucc + du) * wfc_c) * co2_per_c',
            'CO2_per_CH4': '(gc * wvar - cc * wvar_c) * k1 * co2_per_ch4',
        }) }} as sensitivities
    from inputs
)

select * from calculated
