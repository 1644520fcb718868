{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('anode_effect', ['P', 'EF', 'SL', 'AEM', 'OVC', 'AEO', 'CE', 'F']) }}
),

-- CF4 per aluminium: the default, the slope times the minutes, or the overvoltage over the current efficiency.
cf4 as (
    select
        *,
        case
            when contains(formula_id, 'slope') then {{ form_rounded('sl * aem', 'ef_cf4') }}
            when contains(formula_id, 'overvoltage') then {{ form_rounded('ovc * aeo / nullif(ce, 0)', 'ef_cf4') }}
            else ef
        end as ef_cf4
    from inputs
),

calculated as (
    select
        calculation_number,
        is_form,
        case when f is null then p * ef_cf4 else p * {{ form_rounded('ef_cf4 * f', 'ef_c2f6') }} end as gas_mass,
        {{ sensitivities({'CE': '-p * ef_cf4 * coalesce(f, 1)'}) }} as sensitivities
    from cf4
)

select * from calculated
