{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('purchased_electricity', ['AD', 'EF', 'GE', 'GC', 'EF_green']) }}
),

-- Green electricity counts as far as certificates prove it, and no further than what was bought.
proven as (
    select
        *,
        case when formula_id = 'electricity_market_green' then least(ad, ge, gc) end as green
    from inputs
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'electricity_market_green' then (ad - green) * ef + green * ef_green
            else ad * ef
        end as gas_mass,
        case formula_id
            when 'electricity_market_green'
                then {{ sensitivities({
                    'AD': 'ad * ef - case when green = ad then green * (ef - ef_green) else 0 end',
                    'GE': 'case when ge < ad and ge <= gc then -green * (ef - ef_green) else 0 end',
                    'GC': 'case when gc < ad and gc < ge then -green * (ef - ef_green) else 0 end',
                    'EF': '(ad - green) * ef',
                    'EF_green': 'green * ef_green',
                }) }}
            else {{ sensitivities() }}
        end as sensitivities
    from proven
)

select * from calculated
