with

benchmarks as (select * from {{ ref('int_energy__benchmarks') }}),

years as (
    select
        plant_id,
        product,
        measure,
        year(period) as year,
        max(level_1) as level_1,
        max(level_2) as level_2,
        max(level_3) as level_3,
        max(coefficient_ids) as coefficient_ids,
        count(coefficient_ids) > 0 as has_norm,
        count(coefficient_ids) = count(*) and min(coefficient_ids) = max(coefficient_ids) as is_one_norm,
        max(gap) filter (where coefficient_ids is not null) as gap_of_norm,
        max_by(coalesce(gap, ''), period) as last_gap
    from benchmarks
    group by plant_id, year, product, measure
),

-- A norm that begins in the year does not judge the months before it.
benchmarks_by_year as (
    select
        plant_id,
        year,
        product,
        measure,
        case when is_one_norm then level_1 end as level_1,
        case when is_one_norm then level_2 end as level_2,
        case when is_one_norm then level_3 end as level_3,
        case when is_one_norm then coefficient_ids end as coefficient_ids,
        case
            when is_one_norm then gap_of_norm
            when has_norm then 'norm_changes_in_year'
            else last_gap
        end as gap
    from years
)

select * from benchmarks_by_year
