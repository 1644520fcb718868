with

base_years as (select * from {{ ref('base_years') }}),

totals as (select * from {{ ref('int_inventory__totals') }}),

figures as (select * from {{ ref('published_figures') }}),

units as (select * from {{ ref('units') }}),

-- Without a published figure the base year's own inventory stands as the stated base.
stated as (
    select
        base_years.entity_id,
        base_years.purpose,
        base_years.scope2_basis,
        base_years.boundary,
        totals.method_set,
        base_years.base_year,
        base_years.threshold_pct,
        base_years.stated_figure_id,
        totals.total_tco2e as inventory_tco2e,
        coalesce(
            cast(figures.printed_value as decimal(38, 6)) * cast(units.factor_to_canonical as decimal(38, 6)),
            totals.total_tco2e
        ) as stated_tco2e
    from base_years
    left join totals
        on
            base_years.entity_id = totals.entity_id
            and base_years.purpose = totals.purpose
            and base_years.scope2_basis = totals.scope2_basis
            and base_years.boundary = totals.boundary
            and base_years.base_year = totals.year
    left join figures on base_years.stated_figure_id = figures.figure_id
    left join units on figures.unit_id = units.unit_id
)

select * from stated
