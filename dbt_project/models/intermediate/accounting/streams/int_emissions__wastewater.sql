{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('wastewater', ['TOW', 'S', 'Bo', 'MCF', 'R']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'wastewater_methane' then (tow - s) * bo * mcf - r
            when 'wastewater_methane_cod' then tow * bo * mcf
        end as gas_mass,
        case formula_id
            when 'wastewater_methane'
                then {{ sensitivities({
                    'TOW': 'tow * bo * mcf',
                    'S': '-s * bo * mcf',
                    'Bo': '(tow - s) * bo * mcf',
                    'MCF': '(tow - s) * bo * mcf',
                    'R': '-r',
                }) }}
            else {{ sensitivities() }}
        end as sensitivities
    from inputs
)

select * from calculated
