with

base_years as (
    select distinct
        base_year,
        purpose
    from {{ ref('base_years') }}
),

results as (
    select calculation_number
    from {{ ref('int_emissions__by_method') }}
    where is_default
),

later_editions as (
    select
        base_years.base_year,
        base_years.purpose,
        chosen.plant_id,
        chosen.method_id,
        chosen.stream_id,
        chosen.gas,
        bool_or(chosen.scope2_basis in ('', 'location')) as is_due_by_location,
        bool_or(results.calculation_number is not null and chosen.scope2_basis in ('', 'location'))
            as is_in_by_location,
        bool_or(results.calculation_number is not null and chosen.scope2_basis in ('', 'market')) as is_in_by_market
    from {{ ref('int_source_streams__chosen') }} as chosen
    inner join base_years
        on
            year(chosen.period) = base_years.base_year
            and list_contains(string_split(chosen.base_year_purposes, ';'), base_years.purpose)
    left join results on chosen.calculation_number = results.calculation_number
    group by all
),

without_default as (
    select
        * exclude (is_due_by_location, is_in_by_location, is_in_by_market),
        unnest(
            case
                when is_due_by_location and not is_in_by_location and not is_in_by_market then ['location', 'market']
                when is_due_by_location and not is_in_by_location then ['location']
                when not is_in_by_market then ['market']
                else []
            end
        ) as scope2_basis
    from later_editions
)

select * from without_default
