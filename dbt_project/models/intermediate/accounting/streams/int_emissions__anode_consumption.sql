{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('anode_consumption', [
        'P', 'NC', 'AC', 'OS', 'RE', 'SO', 'CS', 'NA', 'L', 'S', 'A', 'EF', 'CO2_per_C',
    ]) }}
),

-- Anode consumed, before the loss; and what is left of it after the loss from gross to net.
consumed as (
    select
        *,
        case formula_id
            when 'anode_net' then p * nc
            when 'anode_gross' then ac
            when 'anode_stock_balance' then os + re - so - cs
            when 'anode_net_measured' then na
        end as anode,
        case when formula_id in ('anode_gross', 'anode_stock_balance') then 1 - l else 1 end as net_share
    from inputs
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'anode_tier_1' then p * ef
            else anode * net_share * (1 - s - a) * co2_per_c
        end as gas_mass,
        case formula_id
            when 'anode_tier_1' then {{ sensitivities() }}
            when 'anode_stock_balance'
                then {{ sensitivities({
                    'OS': 'os * net_share * (1 - s - a) * co2_per_c',
                    'RE': 're * net_share * (1 - s - a) * co2_per_c',
                    'SO': '-so * net_share * (1 - s - a) * co2_per_c',
                    'CS': '-cs * net_share * (1 - s - a) * co2_per_c',
                    'L': '-anode * l * (1 - s - a) * co2_per_c',
                    'S': '-anode * net_share * s * co2_per_c',
                    'A': '-anode * net_share * a * co2_per_c',
                }) }}
            else {{ sensitivities({
                'L': '-anode * l * (1 - s - a) * co2_per_c',
                'S': '-anode * net_share * s * co2_per_c',
                'A': '-anode * net_share * a * co2_per_c',
            }) }}
        end as sensitivities
    from consumed
)

select * from calculated
