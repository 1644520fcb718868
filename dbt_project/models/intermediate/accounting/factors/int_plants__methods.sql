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

industries as (select * from {{ ref('industries') }}),

methods as (
    select
        *,
        unnest(string_split(industry_ids, ';')) as industry_id
    from {{ ref('methods') }}
    where purpose = 'disclosure'
),

joined as (
    select
        plants.plant_id,
        plants.industry_id,
        plants.province_id,
        industries.main_product_id,
        industries.renewable_carrier,
        methods.method_id,
        methods.gwp_set,
        cast(greatest(plants.first_day, coalesce(methods.valid_from, {{ open_start() }})) as date) as valid_from,
        cast(least(plants.last_day, coalesce(methods.valid_to, {{ open_end() }})) as date) as valid_to
    from plants
    inner join industries on plants.industry_id = industries.industry_id
    inner join methods on plants.industry_id = methods.industry_id
),

applicable as (
    select * from joined
    where valid_from <= valid_to
)

select * from applicable
