with

methods as (
    select * from {{ ref('int_methods__plants') }}
    where list_contains(string_split(purposes, ';'), 'disclosure')
),

industries as (select * from {{ ref('industries') }}),

joined as (
    select
        methods.plant_id,
        methods.industry_id,
        methods.province_id,
        industries.main_product_id,
        industries.renewable_carrier,
        methods.method_id,
        methods.gwp_set,
        methods.valid_from,
        methods.valid_to
    from methods
    inner join industries on methods.industry_id = industries.industry_id
)

select * from joined
