with

-- A month belongs to the span that is valid at its end; what begins in the middle of a month has the whole month.
plants as (
    select
        * exclude (valid_from, valid_to),
        coalesce(date_trunc('month', valid_from), {{ open_start() }}) as first_day,
        least(
            coalesce(valid_to, {{ open_end() }}),
            lead(date_trunc('month', valid_from)) over (partition by plant_id order by valid_from) - interval 1 day
        ) as last_day
    from {{ ref('plants') }}
),

spans as (
    select
        plant_id,
        industry_id,
        province_id,
        cast(first_day as date) as valid_from,
        cast(last_day as date) as valid_to
    from plants
)

select * from spans
