with

factors as (select * from {{ ref('int_factors__canonical') }}),

cut_offs as (
    select unnest(['valid_in_month', 'newest_published']) as factor_cut_off
),

spans as (
    select
        factors.factor_id,
        factors.factor_set,
        factors.parameter,
        factors.material_id,
        factors.region_id,
        factors.series,
        factors.is_uncertain,
        factors.value,
        factors.published_value,
        factors.unit,
        factors.numerator_unit,
        factors.per_unit,
        factors.published_on,
        cut_offs.factor_cut_off,
        case cut_offs.factor_cut_off
            when 'newest_published' then factors.published_on
            else factors.valid_from
        end as valid_from,
        case cut_offs.factor_cut_off
            when 'newest_published'
                then cast(coalesce(
                    lead(factors.published_on) over (
                        partition by
                            cut_offs.factor_cut_off,
                            factors.factor_set,
                            factors.series,
                            factors.parameter,
                            factors.material_id,
                            factors.region_id
                        order by factors.published_on
                    ) - interval 1 day,
                    {{ open_end() }}
                ) as date)
            else factors.valid_to
        end as valid_to
    from factors
    cross join cut_offs
    where cut_offs.factor_cut_off <> 'newest_published' or factors.published_on is not null
)

select * from spans
