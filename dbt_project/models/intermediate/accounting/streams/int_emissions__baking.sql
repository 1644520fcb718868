{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('baking', [
        'BPM', 'BPM_FC', 'BG', 'BG_FC', 'BWT', 'BP',
        'BP_FC', 'BPM_var', 'BG_var', 'K2', 'CO2_per_C', 'CO2_per_CH4'
    ]) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        (bpm * bpm_fc + bg * bg_fc - bwt - bp * bp_fc) * co2_per_c
        + (bpm * bpm_var + bg * bg_var) * k2 * co2_per_ch4 as gas_mass,
        {{ sensitivities({
            'BPM': 'bpm * (bpm_fc * co2_per_c + bpm_var * k2 * co2_per_ch4)',
            'BPM_FC': 'bpm * bpm_fc * co2_per_c',
            'BG': 'bg * (bg_fc * co2_per_c + bg_var * k2 * co2_per_ch4)',
            'BG_FC': 'bg * bg_fc * co2_per_c',
            'BWT': '-bwt * co2_per_c',
            'BP': '-bp * bp_fc * co2_per_c',
            'BP_FC': '-bp * bp_fc * co2_per_c',
            'BPM_var': 'bpm * bpm_var * k2 * co2_per_ch4',
            'BG_var': 'bg * bg_var * k2 * co2_per_ch4',
            'K2': '(bpm * bpm_var + bg * bg_var) * k2 * co2_per_ch4',
            'CO2_per_C': '(bpm * bpm_fc + bg * bg_fc - bwt - bp * bp_fc) * co2_per_c',
            'CO2_per_CH4': '(bpm * bpm_var + bg * bg_var) * k2 * co2_per_ch4',
        }) }} as sensitivities
    from inputs
)

select * from calculated
