with

counted as (
    select
        *,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_emissions__counted') }}
),

quality as (select * from {{ ref('int_emissions__quality') }}),

-- By method, and for disclosure over all methods as well: there each source has exactly one.
spread_over as (
    select
        counted.*,
        quality.data_quality
    from counted
    inner join quality on counted.calculation_number = quality.calculation_number
    union all by name
    select
        counted.* replace ('' as method_id),
        quality.data_quality
    from counted
    inner join quality on counted.calculation_number = quality.calculation_number
    where counted.purpose = 'disclosure'
),

by_grade as (
    select
        purpose,
        method_id,
        entity_type,
        entity_id,
        year,
        data_quality,
        cast(count(*) as bigint) as results,
        cast(sum(emissions_tco2e) as decimal(38, 6)) as emissions_tco2e,
        sum(abs(emissions_tco2e)) as weight
    from spread_over
    group by purpose, method_id, entity_type, entity_id, year, data_quality
),

weighed as (
    select
        *,
        sum(weight) over (partition by purpose, method_id, entity_type, entity_id, year) as total_weight
    from by_grade
)

select
    purpose,
    method_id,
    entity_type,
    entity_id,
    year,
    data_quality,
    results,
    emissions_tco2e,
    {{ percent('weight', 'total_weight') }} as share_pct
from weighed
