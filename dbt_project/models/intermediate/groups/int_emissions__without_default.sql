with

chosen as (
    select
        *,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_source_streams__chosen') }}
),

results as (
    select calculation_number
    from {{ ref('int_emissions__by_method') }}
    where is_default
),

method_sets as (select * from {{ ref('int_methods__sets') }}),

calculations as (
    select
        chosen.purpose,
        method_sets.method_set,
        chosen.plant_id,
        chosen.period,
        chosen.stream_id,
        chosen.gas,
        chosen.scope2_basis,
        results.calculation_number is not null as is_default
    from chosen
    inner join method_sets
        on
            chosen.plant_id = method_sets.plant_id
            and chosen.period = method_sets.period
            and chosen.purpose = method_sets.purpose
            and chosen.method_id = method_sets.method_id
    left join results on chosen.calculation_number = results.calculation_number
),

-- Whatever counts by location needs a market-based figure too; green power may be known to the market alone.
streams as (
    select
        purpose,
        method_set,
        plant_id,
        period,
        stream_id,
        gas,
        bool_or(scope2_basis in ('', 'location')) as is_due_by_location,
        bool_or(is_default and scope2_basis in ('', 'location')) as is_in_by_location,
        bool_or(is_default and scope2_basis in ('', 'market')) as is_in_by_market
    from calculations
    group by purpose, method_set, plant_id, period, stream_id, gas
),

without_default as (
    select
        purpose,
        method_set,
        'location' as scope2_basis,
        plant_id,
        period,
        stream_id,
        gas
    from streams
    where is_due_by_location and not is_in_by_location
    union all
    select
        purpose,
        method_set,
        'market' as scope2_basis,
        plant_id,
        period,
        stream_id,
        gas
    from streams
    where not is_in_by_market
)

select * from without_default
