with

plants as (select * from {{ ref('plants') }}),

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
        greatest(
            coalesce(plants.valid_from, {{ open_start() }}), coalesce(methods.valid_from, {{ open_start() }})
        ) as valid_from,
        least(
            coalesce(plants.valid_to, {{ open_end() }}), coalesce(methods.valid_to, {{ open_end() }})
        ) as valid_to
    from plants
    inner join industries on plants.industry_id = industries.industry_id
    inner join methods on plants.industry_id = methods.industry_id
),

applicable as (select * from joined where valid_from <= valid_to)

select * from applicable
