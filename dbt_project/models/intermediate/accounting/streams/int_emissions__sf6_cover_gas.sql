{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('sf6_cover_gas', ['AD', 'P', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'sf6_consumed' then ad
            when 'sf6_by_casting' then p * ef
        end as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
