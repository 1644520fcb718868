with

received as (
    select * from {{ ref('int_emissions__disclosure') }}
    where scope = 2 and counterparty_id <> ''
),

delivered as (
    select
        plant_id,
        counterparty_id,
        period,
        carrier,
        sum(value) as delivered_quantity,
        list(fact_id order by fact_id) as delivered_fact_ids
    from {{ ref('int_facts__accounting') }}
    where flow = 'exported' and counterparty_id <> ''
    group by plant_id, counterparty_id, period, carrier
),

eliminations as (
    select
        received.counterparty_id as from_plant_id,
        received.plant_id as to_plant_id,
        received.period,
        received.material_id as carrier,
        received.activity_value as quantity,
        received.activity_unit as quantity_unit,
        received.emissions_tco2e,
        cast(delivered.delivered_quantity as decimal(38, 6)) as delivered_quantity,
        received.method_id,
        received.fact_id,
        received.factor_ids,
        delivered.delivered_fact_ids
    from received
    left join delivered
        on
            received.counterparty_id = delivered.plant_id
            and received.plant_id = delivered.counterparty_id
            and received.period = delivered.period
            and received.material_id = delivered.carrier
)

select * from eliminations
