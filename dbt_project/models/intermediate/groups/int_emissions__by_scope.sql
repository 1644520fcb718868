with

emissions as (select * from {{ ref('int_emissions__by_purpose') }}),

-- A plant and month with results has no stream of a scope that shows none: here, and only here, no row means zero.
by_scope as (
    select
        purpose,
        method_set,
        plant_id,
        period,
        method_id,
        coalesce(sum(emissions_tco2e) filter (where scope = 1), 0) as scope_1_tco2e,
        coalesce(
            sum(emissions_tco2e) filter (where scope = 2 and scope2_basis in ('', 'location')), 0
        ) as scope_2_location_tco2e,
        coalesce(
            sum(emissions_tco2e) filter (where scope = 2 and scope2_basis in ('', 'market')), 0
        ) as scope_2_market_tco2e,
        coalesce(sum(emissions_tco2e) filter (where scope is null), 0) as outside_scopes_tco2e
    from emissions
    group by purpose, method_set, plant_id, period, method_id
)

select * from by_scope
