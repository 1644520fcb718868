with

norms as (
    select
        *,
        coalesce(valid_from, {{ open_start() }}) as first_day,
        coalesce(valid_to, {{ open_end() }}) as last_day
    from {{ ref('product_norms') }}
),

coefficients as (
    select * from {{ ref('energy_coefficients') }}
    where kind = 'product limit'
),

levels as (
    select
        norms.product_id as product,
        norms.process_id,
        norms.measure,
        norms.is_process_step,
        level_1.value_low as level_1,
        level_2.value_low as level_2,
        level_3.value_low as level_3,
        norms.first_day as valid_from,
        norms.last_day as valid_to,
        level_3.value_low < level_3.value_high
        or coalesce(level_2.value_low < level_2.value_high, false)
        or coalesce(level_1.value_low < level_1.value_high, false) as is_range,
        concat_ws(
            ';', norms.advanced_coefficient_id, norms.access_coefficient_id, norms.limit_coefficient_id
        ) as coefficient_ids
    from norms
    inner join coefficients as level_3
        on norms.limit_coefficient_id = level_3.coefficient_id and norms.unit = level_3.unit
    left join coefficients as level_2
        on norms.access_coefficient_id = level_2.coefficient_id and norms.unit = level_2.unit
    left join coefficients as level_1
        on norms.advanced_coefficient_id = level_1.coefficient_id and norms.unit = level_1.unit
)

select * from levels
