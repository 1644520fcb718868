{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('combustion', ['FC', 'NCV', 'CC', 'C_ad', 'M_ar', 'M_ad', 'OF', 'CO2_per_C']) }}
),

-- Carbon as received: by the measured carbon on its basis, or by heat value and carbon per unit of heat.
carbon as (
    select
        *,
        case formula_id
            when 'combustion_measured_carbon' then c_ad * (1 - m_ar) / nullif(1 - m_ad, 0)
            when 'combustion_heat' then {{ form_rounded('ncv * cc', 'carbon_content') }}
        end as c_ar
    from inputs
),

calculated as (
    select
        calculation_number,
        is_form,
        fc * c_ar * of * co2_per_c as gas_mass,
        case formula_id
            when 'combustion_measured_carbon'
                then {{ sensitivities({
                    'M_ar': '-fc * c_ad * m_ar / nullif(1 - m_ad, 0) * of * co2_per_c',
                    'M_ad': 'fc * c_ar * of * co2_per_c * m_ad / nullif(1 - m_ad, 0)',
                }) }}
            else {{ sensitivities() }}
        end as sensitivities
    from carbon
)

select * from calculated
