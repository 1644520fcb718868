with

emissions as (
    select
        plant_id,
        period,
        sum(emissions_tco2e) as emissions_tco2e,
        sum(emissions_tco2e) filter (where gas = 'CO2') as co2_t
    from {{ ref('int_emissions__disclosure') }}
    group by plant_id, period
),

eliminations as (select * from {{ ref('int_eliminations__internal_supply') }}),

members as (select * from {{ ref('int_plants__disclosed') }}),

gross as (
    select
        members.entity_id,
        year(emissions.period) as year,
        sum(emissions.emissions_tco2e) as emissions_tco2e,
        sum(emissions.co2_t) as co2_t
    from emissions
    inner join members
        on
            emissions.plant_id = members.plant_id
            and {{ is_member('members', 'emissions.period') }}
    group by members.entity_id, year(emissions.period)
),

eliminated as (
    select
        senders.entity_id,
        year(eliminations.period) as year,
        sum(eliminations.emissions_tco2e) as eliminations_tco2e
    from eliminations
    inner join members as senders
        on
            eliminations.from_plant_id = senders.plant_id
            and {{ is_member('senders', 'eliminations.period') }}
    inner join members as receivers
        on
            eliminations.to_plant_id = receivers.plant_id
            and {{ is_member('receivers', 'eliminations.period') }}
            and senders.entity_id = receivers.entity_id
    group by senders.entity_id, year(eliminations.period)
),

-- An entity without internal supply has nothing to eliminate: here, and only here, no row means zero.
-- Purchased electricity and heat emit CO2 alone, so the same amount leaves both totals.
net as (
    select
        gross.entity_id,
        cast(gross.year as integer) as year,
        cast(gross.emissions_tco2e - coalesce(eliminated.eliminations_tco2e, 0) as decimal(38, 6)) as emissions_tco2e,
        cast(gross.co2_t - coalesce(eliminated.eliminations_tco2e, 0) as decimal(38, 6)) as co2_t,
        cast(coalesce(eliminated.eliminations_tco2e, 0) as decimal(38, 6)) as eliminations_tco2e
    from gross
    left join eliminated on gross.entity_id = eliminated.entity_id and gross.year = eliminated.year
)

select * from net
