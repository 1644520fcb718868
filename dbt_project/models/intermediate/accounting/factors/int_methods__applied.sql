with

in_force as (select * from {{ ref('int_methods__plants') }}),

spans as (select * from {{ ref('int_plants__spans') }}),

base_years as (
    select distinct
        base_year,
        purpose
    from {{ ref('base_years') }}
),

-- A later edition, applied to the base year with the factors of its first month in force at the plant.
firsts as (
    select
        plant_id,
        method_id,
        purposes,
        gwp_set,
        rounding_id,
        min(valid_from) as first_day
    from in_force
    group by plant_id, method_id, purposes, gwp_set, rounding_id
),

later_editions as (
    select distinct
        spans.plant_id,
        spans.industry_id,
        spans.province_id,
        firsts.method_id,
        firsts.purposes,
        firsts.gwp_set,
        firsts.rounding_id,
        cast(date_trunc('month', firsts.first_day + interval 1 month - interval 1 day) as date) as factor_month,
        greatest(spans.valid_from, make_date(base_years.base_year, 1, 1)) as valid_from,
        least(
            spans.valid_to, make_date(base_years.base_year, 12, 31), cast(firsts.first_day - interval 1 day as date)
        ) as valid_to
    from firsts
    inner join base_years on list_contains(string_split(firsts.purposes, ';'), base_years.purpose)
    inner join spans
        on
            firsts.plant_id = spans.plant_id
            and year(spans.valid_from) <= base_years.base_year
            and year(spans.valid_to) >= base_years.base_year
    where year(firsts.first_day) >= base_years.base_year and firsts.first_day <= {{ as_of() }}
),

applied as (
    select
        plant_id,
        industry_id,
        province_id,
        method_id,
        purposes,
        gwp_set,
        rounding_id,
        valid_from,
        valid_to,
        cast(null as date) as factor_month,
        true as is_in_force
    from in_force
    union all
    select
        plant_id,
        industry_id,
        province_id,
        method_id,
        purposes,
        gwp_set,
        rounding_id,
        valid_from,
        valid_to,
        factor_month,
        false as is_in_force
    from later_editions
    where valid_from <= valid_to
)

select * from applied
