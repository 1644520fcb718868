{% set more = '(1 + ' ~ steam_step() ~ ')' %}
{% set less = '(1 - ' ~ steam_step() ~ ')' %}
{% set span = '(2 * ' ~ steam_step() ~ ')' %}

with

inputs as (
    {{ stream_inputs('exported_steam', ['SM', 'H', 'P', 'T', 'H0', 'EF']) }}
),

-- Heat of the steam in GJ/t, from its enthalpy or its state; what it gains with pressure and temperature, linearised.
states as (
    select
        *,
        case
            when contains(formula_id, 'enthalpy') then h
            when contains(formula_id, 'saturated') then saturated_steam_enthalpy(p)
            else steam_enthalpy(p, t)
        end as enthalpy,
        case
            when contains(formula_id, 'saturated')
                then (saturated_steam_enthalpy(p * {{ more }}) - saturated_steam_enthalpy(p * {{ less }})) / {{ span }}
            else (steam_enthalpy(p * {{ more }}, t) - steam_enthalpy(p * {{ less }}, t)) / {{ span }}
        end as gain_with_pressure,
        (steam_enthalpy(p, t * {{ more }}) - steam_enthalpy(p, t * {{ less }})) / {{ span }} as gain_with_temperature
    from inputs
),

-- The guides subtract the heat of water at 20 °C; GB/T 32151.34 takes the whole.
calculated as (
    select
        calculation_number,
        is_form,
        -sm * case when ends_with(formula_id, '_whole') then enthalpy else enthalpy - h0 end * ef as gas_mass,
        {{ sensitivities({
            'H': '-sm * h * ef',
            'H0': 'sm * h0 * ef',
            'P': '-sm * gain_with_pressure * ef',
            'T': '-sm * gain_with_temperature * ef',
        }) }} as sensitivities
    from states
)

select * from calculated
