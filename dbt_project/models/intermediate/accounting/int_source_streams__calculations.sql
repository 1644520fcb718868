{{ config(materialized='view') }}

with

chosen as (select * from {{ ref('int_source_streams__chosen') }}),

inputs as (
    select
        calculation_number,
        bool_or(is_uncertain) as is_unconfirmed,
        string_agg(factor_id, ';' order by symbol) as factor_ids
    from {{ ref('int_source_streams__inputs') }}
    group by calculation_number
),

calculations as (
    select
        chosen.calculation_number,
        chosen.fact_id,
        chosen.plant_id,
        chosen.period,
        chosen.province_id,
        chosen.method_id,
        chosen.rounding_id,
        chosen.purposes,
        chosen.base_year_purposes,
        chosen.factor_month,
        chosen.formula_id,
        chosen.stream_kind,
        chosen.material_id,
        chosen.counterparty_id,
        chosen.stream_id,
        chosen.scope,
        chosen.emission_type,
        chosen.gas,
        chosen.scope2_basis,
        chosen.gwp_set,
        chosen.gwp,
        chosen.gwp_factor_id,
        chosen.activity_value,
        chosen.activity_unit,
        inputs.is_unconfirmed,
        inputs.factor_ids,
        chosen.variant_id = '' and not inputs.is_unconfirmed as is_default,
        case
            when inputs.is_unconfirmed
                then concat_ws('_', nullif(chosen.variant_id, ''), 'unconfirmed', chosen.candidate)
            else chosen.variant_id
        end as variant_id
    from chosen
    inner join inputs on chosen.calculation_number = inputs.calculation_number
    where chosen.candidate = 1 or inputs.is_unconfirmed
)

select * from calculations
