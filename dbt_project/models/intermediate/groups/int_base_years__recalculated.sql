with

results as (select * from {{ ref('int_base_years__results') }}),

structure as (select * from {{ ref('int_base_years__structure') }}),

base_years as (select * from {{ ref('base_years') }}),

-- Counted is a plant's share, less what it has in common with the other plant of a supply inside the entity.
weighted as (
    select
        base_years.entity_id,
        base_years.purpose,
        base_years.scope2_basis,
        base_years.boundary,
        base_years.base_year,
        results.method_set,
        results.year,
        results.plant_id,
        results.base_tco2e,
        results.reporting_tco2e,
        (
            plants.share_pct
            - case
                when counterparties.share_pct > 0 then least(plants.share_pct, counterparties.share_pct) else 0
            end
        ) * 0.01 as counted_share
    from results
    inner join base_years
        on
            results.base_year = base_years.base_year
            and results.purpose = base_years.purpose
            and results.scope2_basis in ('', base_years.scope2_basis)
    inner join structure as plants
        on
            results.plant_id = plants.plant_id
            and results.year = plants.year
            and base_years.entity_id = plants.entity_id
            and base_years.boundary = plants.boundary
    left join structure as counterparties
        on
            results.counterparty_id = counterparties.plant_id
            and results.year = counterparties.year
            and base_years.entity_id = counterparties.entity_id
            and base_years.boundary = counterparties.boundary
    where plants.share_pct > 0
),

-- The same formula with another result has other factors; a formula that only one edition knows is another method.
recalculated as (
    select
        entity_id,
        purpose,
        scope2_basis,
        boundary,
        base_year,
        method_set,
        cast(year as integer) as year,
        cast(sum(base_tco2e * counted_share) as decimal(38, 12)) as same_methods_tco2e,
        cast(sum(reporting_tco2e * counted_share) as decimal(38, 12)) as recalculated_tco2e,
        cast(
            coalesce(
                sum((reporting_tco2e - base_tco2e) * counted_share) filter (
                    where base_tco2e is not null and reporting_tco2e is not null
                ),
                0
            ) as decimal(38, 12)
        ) as factors_tco2e
    from weighted
    group by all
)

select * from recalculated
