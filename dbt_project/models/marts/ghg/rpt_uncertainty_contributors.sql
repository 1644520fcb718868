{% set contributors_kept = 5 %}

with

contributions as (
    select * from {{ ref('int_uncertainty__by_entity_year') }}
    where half_width_tco2e <> 0
),

spread as (
    select
        entity_type,
        entity_id,
        year,
        {{ root_of_squares('half_width_tco2e') }} as half_width_tco2e
    from contributions
    group by entity_type, entity_id, year
),

ranked as (
    select
        contributions.*,
        spread.half_width_tco2e as total_half_width_tco2e,
        cast(row_number() over (
            partition by contributions.entity_type, contributions.entity_id, contributions.year
            order by abs(contributions.half_width_tco2e) desc, contributions.contributor_id
        ) as integer) as contributor_rank
    from contributions
    inner join spread
        on
            contributions.entity_type = spread.entity_type
            and contributions.entity_id = spread.entity_id
            and contributions.year = spread.year
)

select
    entity_type,
    entity_id,
    year,
    contributor_rank,
    contributor_kind,
    contributor_id,
    {{ micro_rounded('cast(abs(half_width_tco2e) as double)') }} as half_width_tco2e,
    {{ percent('pow(half_width_tco2e, 2)', 'pow(total_half_width_tco2e, 2)') }} as variance_share_pct
from ranked
where contributor_rank <= {{ contributors_kept }}
