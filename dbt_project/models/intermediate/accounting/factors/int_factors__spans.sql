with

factors as (select * from {{ ref('int_factors__canonical') }}),

published as (
    select
        factor_id,
        factor_set,
        parameter,
        material_id,
        region_id,
        series,
        is_uncertain,
        value,
        published_value,
        unit,
        numerator_unit,
        per_unit,
        published_on,
        published_on as valid_from,
        cast(
            coalesce(
                lead(published_on) over (
                    partition by factor_set, series, parameter, material_id, region_id order by published_on
                ) - interval 1 day,
                {{ open_end() }}
            ) as date
        ) as valid_to
    from factors
    where published_on is not null
),

spans as (
    select
        factor_id,
        factor_set,
        parameter,
        material_id,
        region_id,
        series,
        is_uncertain,
        value,
        published_value,
        unit,
        numerator_unit,
        per_unit,
        published_on,
        valid_from,
        valid_to,
        'valid_in_month' as factor_cut_off
    from factors
    union all
    select
        factor_id,
        factor_set,
        parameter,
        material_id,
        region_id,
        series,
        is_uncertain,
        value,
        published_value,
        unit,
        numerator_unit,
        per_unit,
        published_on,
        valid_from,
        valid_to,
        'newest_published' as factor_cut_off
    from published
)

select * from spans
