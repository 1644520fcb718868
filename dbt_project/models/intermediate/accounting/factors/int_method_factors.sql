with

candidates as (select * from {{ ref('int_method_factors__candidates') }}),

months as (
    select
        cast(
            unnest(generate_series(min(date_trunc('month', reports_from)), {{ as_of() }}, interval 1 month)) as date
        ) as month
    from {{ ref('plants') }}
),

by_month as (
    select
        candidates.method_id,
        candidates.formula_id,
        candidates.variant_id,
        candidates.symbol,
        candidates.material_id,
        candidates.province_id,
        candidates.is_own_set,
        candidates.preference,
        candidates.value,
        candidates.unit,
        candidates.factor_id,
        candidates.is_uncertain,
        months.month
    from candidates
    inner join months on months.month between candidates.valid_from and candidates.valid_to
),

preferred as (
    select *
    from by_month
    qualify
        rank() over (
            partition by method_id, formula_id, variant_id, symbol, material_id, province_id, month
            order by is_own_set desc, preference asc
        ) = 1
),

-- An uncertain factor serves only where nothing better stands in the same set.
confirmed as (
    select *
    from preferred
    qualify
        not is_uncertain
        or bool_and(is_uncertain) over (
            partition by method_id, formula_id, variant_id, symbol, material_id, province_id, month
        )
),

numbered as (
    select
        method_id,
        formula_id,
        variant_id,
        symbol,
        material_id,
        province_id,
        month,
        value,
        unit,
        factor_id,
        is_uncertain,
        row_number() over (
            partition by method_id, formula_id, variant_id, symbol, material_id, province_id, month
            order by factor_id
        ) as candidate,
        count(*) over (
            partition by method_id, formula_id, variant_id, symbol, material_id, province_id, month
        ) as candidates
    from confirmed
)

select * from numbered
