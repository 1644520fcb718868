with

spans as (select * from {{ ref('int_plants__spans') }}),

plants as (select * from {{ ref('plants') }}),

months as (
    select
        cast(
            unnest(generate_series(min(date_trunc('month', reports_from)), {{ as_of() }}, interval 1 month)) as date
        ) as period
    from plants
),

plant_months as (
    select
        spans.plant_id,
        months.period
    from spans
    inner join months on months.period between spans.valid_from and spans.valid_to
)

select * from plant_months
