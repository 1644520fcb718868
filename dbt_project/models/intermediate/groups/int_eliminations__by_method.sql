with

emissions as (
    select * from {{ ref('int_emissions__by_purpose') }}
    where scope = 2 and counterparty_id <> ''
),

facts as (select * from {{ ref('int_facts__accounting') }}),

delivered as (
    select
        plant_id,
        counterparty_id,
        period,
        carrier,
        cast(sum(value) as decimal(38, 6)) as delivered_quantity,
        list(fact_id order by fact_id) as delivered_fact_ids
    from facts
    where flow = 'exported' and counterparty_id <> ''
    group by plant_id, counterparty_id, period, carrier
),

-- Two legs of one supply: what the receiver counts, and what a method deducts at the sender.
legs as (
    select
        emissions.purpose,
        emissions.method_set,
        emissions.period,
        facts.carrier,
        emissions.method_id,
        emissions.scope2_basis,
        emissions.activity_value,
        emissions.activity_unit,
        emissions.emissions_tco2e,
        emissions.fact_id,
        emissions.factor_ids,
        case when facts.flow = 'exported' then emissions.plant_id else emissions.counterparty_id end as from_plant_id,
        case when facts.flow = 'exported' then emissions.counterparty_id else emissions.plant_id end as to_plant_id,
        facts.flow = 'exported' as is_deduction
    from emissions
    inner join facts on emissions.fact_id = facts.fact_id
),

supplies as (
    select
        purpose,
        method_set,
        from_plant_id,
        to_plant_id,
        period,
        carrier,
        max(method_id) filter (where not is_deduction) as method_id,
        max(activity_value) filter (where not is_deduction) as quantity,
        max(activity_unit) as quantity_unit,
        coalesce(sum(emissions_tco2e) filter (where scope2_basis in ('', 'location')), 0) as location_tco2e,
        coalesce(sum(emissions_tco2e) filter (where scope2_basis in ('', 'market')), 0) as market_tco2e,
        max(fact_id) filter (where not is_deduction) as fact_id,
        max(factor_ids) filter (where not is_deduction and scope2_basis in ('', 'location')) as factor_ids
    from legs
    group by purpose, method_set, from_plant_id, to_plant_id, period, carrier
),

eliminations as (
    select
        supplies.*,
        delivered.delivered_quantity,
        delivered.delivered_fact_ids
    from supplies
    left join delivered
        on
            supplies.from_plant_id = delivered.plant_id
            and supplies.to_plant_id = delivered.counterparty_id
            and supplies.period = delivered.period
            and supplies.carrier = delivered.carrier
)

select * from eliminations
