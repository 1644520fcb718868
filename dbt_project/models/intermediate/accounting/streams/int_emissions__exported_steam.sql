with

states as (
    {{ steam_inputs('exported_steam') }}
),

calculated as (
    select
        calculation_number,
        is_form,
        -sm * heat * ef as gas_mass,
        {{ sensitivities({
            'H': '-sm * h * ef',
            'H0': 'sm * h0 * ef',
            'P': '-sm * gain_with_pressure * ef',
            'T': '-sm * gain_with_temperature * ef',
        }) }} as sensitivities
    from states
)

select * from calculated
