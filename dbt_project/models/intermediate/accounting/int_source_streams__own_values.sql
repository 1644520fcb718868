with

chosen as (select * from {{ ref('int_source_streams__chosen') }}),

reported as (select * from {{ ref('int_source_streams__reported') }}),

own_values as (
    select
        chosen.calculation_number,
        reported.symbol,
        reported.is_key,
        reported.value,
        reported.unit,
        reported.fact_id
    from chosen
    inner join reported
        on
            chosen.plant_id = reported.plant_id
            and chosen.period = reported.period
            and chosen.formula_id = reported.formula_id
    where
        case
            when reported.is_key then chosen.fact_id = reported.fact_id
            else
                reported.material_id in ('', chosen.material_id)
                and reported.counterparty_id in ('', chosen.counterparty_id)
        end
)

select * from own_values
