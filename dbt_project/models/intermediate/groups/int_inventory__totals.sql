with

members as (select * from {{ ref('int_plants__by_entity') }}),

emissions as (select * from {{ ref('fct_ghg_by_boundary') }}),

eliminations as (select * from {{ ref('fct_eliminations_by_boundary') }}),

gross as (
    select
        members.entity_id,
        emissions.boundary,
        emissions.purpose,
        emissions.method_set,
        cast(year(emissions.period) as integer) as year,
        string_agg(distinct emissions.method_id, ';' order by emissions.method_id) as method_ids,
        sum(emissions.scope_1_tco2e) as scope_1_tco2e,
        sum(emissions.scope_2_location_tco2e) as scope_2_location_tco2e,
        sum(emissions.scope_2_market_tco2e) as scope_2_market_tco2e,
        sum(emissions.outside_scopes_tco2e) as outside_scopes_tco2e
    from emissions
    inner join members on emissions.plant_id = members.plant_id and {{ is_member('members', 'emissions.period') }}
    group by all
),

eliminated as (
    select
        senders.entity_id,
        eliminations.boundary,
        eliminations.purpose,
        eliminations.method_set,
        cast(year(eliminations.period) as integer) as year,
        sum(eliminations.location_tco2e) as location_tco2e,
        sum(eliminations.market_tco2e) as market_tco2e
    from eliminations
    inner join members as senders
        on eliminations.from_plant_id = senders.plant_id and {{ is_member('senders', 'eliminations.period') }}
    inner join members as receivers
        on
            eliminations.to_plant_id = receivers.plant_id
            and {{ is_member('receivers', 'eliminations.period') }}
            and senders.entity_id = receivers.entity_id
    group by all
),

-- An entity without supply inside has nothing to eliminate: here, and only here, no row means zero.
totals as (
    select
        gross.*,
        coalesce(eliminated.location_tco2e, 0) as eliminations_location_tco2e,
        coalesce(eliminated.market_tco2e, 0) as eliminations_market_tco2e
    from gross
    left join eliminated
        on
            gross.entity_id = eliminated.entity_id
            and gross.boundary = eliminated.boundary
            and gross.purpose = eliminated.purpose
            and gross.method_set = eliminated.method_set
            and gross.year = eliminated.year
),

by_basis as (
    select
        entity_id,
        year,
        purpose,
        method_set,
        'location' as scope2_basis,
        boundary,
        method_ids,
        scope_1_tco2e,
        scope_2_location_tco2e as scope_2_tco2e,
        outside_scopes_tco2e,
        eliminations_location_tco2e as eliminations_tco2e
    from totals
    union all
    select
        entity_id,
        year,
        purpose,
        method_set,
        'market' as scope2_basis,
        boundary,
        method_ids,
        scope_1_tco2e,
        scope_2_market_tco2e as scope_2_tco2e,
        outside_scopes_tco2e,
        eliminations_market_tco2e as eliminations_tco2e
    from totals
)

select
    *,
    scope_1_tco2e + scope_2_tco2e - eliminations_tco2e as total_tco2e
from by_basis
