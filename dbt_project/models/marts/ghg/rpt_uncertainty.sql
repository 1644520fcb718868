with

counted as (
    select * from {{ ref('int_emissions__counted') }}
    where list_contains(string_split(purposes, ';'), 'disclosure')
),

contributions as (select * from {{ ref('int_uncertainty__by_entity_year') }}),

contributors as (select * from {{ ref('rpt_uncertainty_contributors') }}),

totals as (
    select
        entity_type,
        entity_id,
        year,
        cast(sum(emissions_tco2e) as decimal(38, 6)) as emissions_tco2e
    from counted
    group by entity_type, entity_id, year
),

spread as (
    select
        entity_type,
        entity_id,
        year,
        {{ root_of_squares('half_width_tco2e') }} as half_width_tco2e,
        string_agg(distinct without_uncertainty, '; ' order by without_uncertainty) as without_uncertainty
    from contributions
    group by entity_type, entity_id, year
),

largest as (
    select
        entity_type,
        entity_id,
        year,
        string_agg(contributor_id, '; ' order by contributor_rank) as largest_contributors
    from contributors
    group by entity_type, entity_id, year
),

joined as (
    select
        totals.entity_type,
        totals.entity_id,
        totals.year,
        totals.emissions_tco2e,
        largest.largest_contributors,
        spread.without_uncertainty,
        case
            when spread.entity_id is null then cast(0 as decimal(38, 6))
            when spread.without_uncertainty is null then spread.half_width_tco2e
        end as half_width_tco2e
    from totals
    left join spread
        on
            totals.entity_type = spread.entity_type
            and totals.entity_id = spread.entity_id
            and totals.year = spread.year
    left join largest
        on
            totals.entity_type = largest.entity_type
            and totals.entity_id = largest.entity_id
            and totals.year = largest.year
)

select
    entity_type,
    entity_id,
    year,
    emissions_tco2e,
    half_width_tco2e,
    {{ percent('half_width_tco2e', 'abs(emissions_tco2e)') }} as uncertainty_pct,
    largest_contributors,
    without_uncertainty
from joined
