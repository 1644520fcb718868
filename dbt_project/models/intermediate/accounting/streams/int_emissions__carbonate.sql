{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('carbonate', ['AD', 'PUR', 'EF']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'carbonate' then ad * ef
            when 'carbonate_with_purity' then ad * pur * ef
            when 'dolomite_calcination' then ad * pur * ef
        end as gas_mass,
        {{ sensitivities() }} as sensitivities
    from inputs
)

select * from calculated
