with

base_years as (
    select distinct
        base_year,
        purpose
    from {{ ref('base_years') }}
),

method_sets as (select * from {{ ref('int_methods__sets') }}),

emissions as (
    select
        base_years.base_year,
        base_years.purpose,
        emissions.plant_id,
        emissions.period,
        emissions.method_id,
        emissions.formula_id,
        emissions.stream_id,
        emissions.gas,
        emissions.scope2_basis,
        emissions.emissions_tco2e,
        case when emissions.scope = 2 then emissions.counterparty_id else '' end as counterparty_id,
        emissions.base_year_purposes is null as is_in_force
    from {{ ref('int_emissions__by_method') }} as emissions
    inner join base_years
        on
            year(emissions.period) = base_years.base_year
            and list_contains(
                string_split(coalesce(emissions.purposes, emissions.base_year_purposes), ';'), base_years.purpose
            )
    where emissions.is_default and emissions.scope is not null
),

last_months as (
    select distinct
        year,
        plant_id,
        period
    from {{ ref('int_base_years__structure') }}
),

-- By the methods of the base year itself.
stated as (
    select
        emissions.*,
        method_sets.method_set
    from emissions
    inner join method_sets
        on
            emissions.plant_id = method_sets.plant_id
            and emissions.period = method_sets.period
            and emissions.purpose = method_sets.purpose
            and emissions.method_id = method_sets.method_id
    where emissions.is_in_force
),

-- By the method that is in force at the end of the reporting year, or was when the plant left.
recalculated as (
    select
        emissions.*,
        method_sets.method_set,
        last_months.year
    from emissions
    inner join last_months on emissions.plant_id = last_months.plant_id
    inner join method_sets
        on
            last_months.plant_id = method_sets.plant_id
            and last_months.period = method_sets.period
            and emissions.purpose = method_sets.purpose
            and emissions.method_id = method_sets.method_id
),

results as (
    select
        last_months.year,
        'base' as edition,
        stated.*
    from stated
    inner join last_months on stated.plant_id = last_months.plant_id
    union all by name
    select
        'reporting' as edition,
        *
    from recalculated
),

by_year as (
    select
        base_year,
        year,
        purpose,
        method_set,
        plant_id,
        stream_id,
        gas,
        scope2_basis,
        counterparty_id,
        formula_id,
        sum(emissions_tco2e) filter (where edition = 'base') as base_tco2e,
        sum(emissions_tco2e) filter (where edition = 'reporting') as reporting_tco2e
    from results
    where year >= base_year
    group by all
)

select * from by_year
