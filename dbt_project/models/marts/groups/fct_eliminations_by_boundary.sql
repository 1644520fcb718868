with

eliminations as (select * from {{ ref('int_eliminations__by_method') }}),

shares as (
    select * from {{ ref('int_boundaries__shares') }}
    where share_pct > 0
),

-- What both owners' shares have in common: only that much is counted at the sender and at the receiver.
shared as (
    select
        senders.boundary,
        eliminations.purpose,
        eliminations.method_set,
        eliminations.from_plant_id,
        eliminations.to_plant_id,
        eliminations.period,
        eliminations.carrier,
        senders.share_pct as from_share_pct,
        receivers.share_pct as to_share_pct,
        eliminations.location_tco2e,
        eliminations.market_tco2e,
        least(senders.share_pct, receivers.share_pct) as eliminated_share_pct
    from eliminations
    inner join shares as senders
        on eliminations.from_plant_id = senders.plant_id and eliminations.period = senders.period
    inner join shares as receivers
        on
            eliminations.to_plant_id = receivers.plant_id
            and eliminations.period = receivers.period
            and senders.boundary = receivers.boundary
),

by_boundary as (
    select
        boundary,
        purpose,
        method_set,
        from_plant_id,
        to_plant_id,
        period,
        carrier,
        from_share_pct,
        to_share_pct,
        eliminated_share_pct,
        cast(location_tco2e * (eliminated_share_pct * 0.01) as decimal(38, 12)) as location_tco2e,
        cast(market_tco2e * (eliminated_share_pct * 0.01) as decimal(38, 12)) as market_tco2e
    from shared
)

select * from by_boundary
