with

emissions as (select * from {{ ref('int_emissions__by_scope') }}),

shares as (
    select
        *,
        share_pct * 0.01 as counted_share
    from {{ ref('int_boundaries__shares') }}
    where share_pct > 0
),

by_boundary as (
    select
        shares.boundary,
        emissions.purpose,
        emissions.method_set,
        emissions.plant_id,
        emissions.period,
        emissions.method_id,
        shares.share_pct,
        cast(emissions.scope_1_tco2e * shares.counted_share as decimal(38, 12)) as scope_1_tco2e,
        cast(emissions.scope_2_location_tco2e * shares.counted_share as decimal(38, 12)) as scope_2_location_tco2e,
        cast(emissions.scope_2_market_tco2e * shares.counted_share as decimal(38, 12)) as scope_2_market_tco2e,
        cast(emissions.outside_scopes_tco2e * shares.counted_share as decimal(38, 12)) as outside_scopes_tco2e
    from emissions
    inner join shares on emissions.plant_id = shares.plant_id and emissions.period = shares.period
)

select * from by_boundary
