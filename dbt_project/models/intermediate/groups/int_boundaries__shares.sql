with

months as (select * from {{ ref('int_plants__months') }}),

boundaries as (select * from {{ ref('boundaries') }}),

-- A month belongs to the span that is valid at its end; what begins in the middle of a month has the whole month.
holdings as (
    select
        plant_id,
        share_pct,
        has_operational_control,
        valid_from,
        date_trunc('month', valid_from) as first_day,
        least(
            coalesce(valid_to, {{ open_end() }}),
            lead(date_trunc('month', valid_from)) over (partition by plant_id order by valid_from) - interval 1 day
        ) as last_day
    from {{ ref('shareholdings') }}
),

-- Under operational control a plant counts whole or not at all.
shares as (
    select
        boundaries.boundary,
        months.plant_id,
        months.period,
        cast(
            case boundaries.boundary
                when 'operational_control' then 100 * cast(holdings.has_operational_control as integer)
                when 'equity_share' then holdings.share_pct
            end as decimal(7, 4)
        ) as share_pct,
        holdings.valid_from as holding_from
    from months
    cross join boundaries
    left join holdings
        on
            months.plant_id = holdings.plant_id
            and months.period between holdings.first_day and holdings.last_day
)

select * from shares
