{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('combustion', [
        'FC', 'NCV', 'CC', 'C_ar', 'C_ad', 'C_d', 'CV', 'M_ar', 'M_ad', 'EF', 'OF', 'CO2_per_C',
    ]) }}
),

-- Carbon per unit of fuel as received: measured on its basis, or by heat value and carbon per unit of heat.
carbon as (
    select
        *,
        case formula_id
            when 'combustion_carbon_as_received' then c_ar
            when 'combustion_measured_carbon' then c_ad * (1 - m_ar) / nullif(1 - m_ad, 0)
            when 'combustion_carbon_dry' then c_d * (1 - m_ar)
            when 'combustion_carbon_gas' then cv
            when 'combustion_heat' then {{ form_rounded('ncv * cc', 'carbon_content') }}
        end as carbon_content
    from inputs
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'combustion_emission_factor' then fc * ef
            else fc * carbon_content * of * co2_per_c
        end as gas_mass,
        case formula_id
            when 'combustion_measured_carbon'
                then {{ sensitivities({
                    'M_ar': '-fc * c_ad * m_ar / nullif(1 - m_ad, 0) * of * co2_per_c',
                    'M_ad': 'fc * carbon_content * of * co2_per_c * m_ad / nullif(1 - m_ad, 0)',
                }) }}
            when 'combustion_carbon_dry'
                then {{ sensitivities({'M_ar': '-fc * c_d * m_ar * of * co2_per_c'}) }}
            else {{ sensitivities() }}
        end as sensitivities
    from carbon
)

select * from calculated
