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
        chosen.* exclude (variant_id, candidate),
        case
            when inputs.is_unconfirmed
                then concat_ws('_', nullif(chosen.variant_id, ''), 'unconfirmed', chosen.candidate)
            else chosen.variant_id
        end as variant_id,
        chosen.variant_id = '' and not inputs.is_unconfirmed as is_default,
        inputs.is_unconfirmed,
        inputs.factor_ids
    from chosen
    inner join inputs on chosen.calculation_number = inputs.calculation_number
    where chosen.candidate = 1 or inputs.is_unconfirmed
)

select * from calculations
