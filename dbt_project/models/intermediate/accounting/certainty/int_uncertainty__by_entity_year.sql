with

counted as (
    select * from {{ ref('int_emissions__counted') }}
    where list_contains(string_split(purposes, ';'), 'disclosure')
),

contributions as (select * from {{ ref('int_emissions__contributions') }}),

by_contributor as (
    select
        counted.entity_type,
        counted.entity_id,
        counted.year,
        contributions.contributor_kind,
        contributions.contributor_id,
        cast(sum(contributions.half_width_tco2e) as decimal(38, 12)) as half_width_tco2e,
        min(contributions.without_uncertainty) as without_uncertainty
    from counted
    inner join contributions on counted.calculation_number = contributions.calculation_number
    group by all
)

select * from by_contributor
