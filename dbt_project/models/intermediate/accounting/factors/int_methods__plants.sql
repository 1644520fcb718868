with

plants as (select * from {{ ref('int_plants__spans') }}),

methods as (
    select
        *,
        unnest(string_split(industry_ids, ';')) as industry_id
    from {{ ref('methods') }}
),

joined as (
    select
        plants.plant_id,
        plants.industry_id,
        plants.province_id,
        methods.method_id,
        methods.purposes,
        methods.gwp_set,
        methods.rounding_id,
        greatest(plants.valid_from, coalesce(methods.valid_from, {{ open_start() }})) as valid_from,
        least(plants.valid_to, coalesce(methods.valid_to, {{ open_end() }})) as valid_to
    from plants
    inner join methods on plants.industry_id = methods.industry_id
),

applicable as (
    select * from joined
    where valid_from <= valid_to
)

select * from applicable
