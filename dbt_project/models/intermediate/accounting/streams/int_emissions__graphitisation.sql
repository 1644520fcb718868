{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('graphitisation', [
        'GPM', 'GPM_FC', 'GTA', 'GTA_FC', 'GWT', 'GP',
        'GP_FC', 'GPM_var', 'K3', 'CO2_per_C', 'CO2_per_CH4'
    ]) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        (gpm * gpm_fc + gta * gta_fc - gwt - gp * gp_fc) * co2_per_c
        + gpm * gpm_var * k3 * co2_per_ch4 as gas_mass,
        {{ sensitivities({
            'GPM': 'gpm * (gpm_fc * co2_per_c + gpm_var * k3 * co2_per_ch4)',
            'GPM_FC': 'gpm * gpm_fc * co2_per_c',
            'GTA': 'gta * gta_fc * co2_per_c',
            'GTA_FC': 'gta * gta_fc * co2_per_c',
            'GWT': '-gwt * co2_per_c',
            'GP': '-gp * gp_fc * co2_per_c',
            'GP_FC': '-gp * gp_fc * co2_per_c',
            'GPM_var': 'gpm * gpm_var * k3 * co2_per_ch4',
            'K3': 'gpm * gpm_var * k3 * co2_per_ch4',
            'CO2_per_C': '(gpm * gpm_fc + gta * gta_fc - gwt - gp * gp_fc) * co2_per_c',
            'CO2_per_CH4': 'gpm * gpm_var * k3 * co2_per_ch4',
        }) }} as sensitivities
    from inputs
)

select * from calculated
