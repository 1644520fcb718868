with

facts as (
    select * from {{ ref('stg_facts') }}
    where frequency = 'month'
),

symbols as (
    select
        *,
        unnest(string_split(indicator_ids, ';')) as indicator_id
    from {{ ref('int_formulas__symbols') }}
    where indicator_ids is not null
),

activity as (select * from {{ ref('stg_activities__reported') }}),

lacking as (select * from {{ ref('stg_activities__lacking_factors') }}),

-- What could not be read is there nonetheless: its own finding says so.
unread_values as (select * from {{ ref('stg_unread_values') }}),

formulas as (
    select * from {{ ref('int_methods__formulas') }}
    where variant_id = ''
),

counted as (
    select activity.*
    from activity
    inner join formulas
        on
            activity.method_id = formulas.method_id
            and activity.formula_id = formulas.formula_id
            and activity.period between formulas.valid_from and formulas.valid_to
),

reported as (
    select
        facts.submission_id,
        facts.material_id,
        symbols.formula_id,
        symbols.symbol,
        symbols.material
    from facts
    inner join symbols on facts.indicator_id = symbols.indicator_id
    where symbols.origin <> 'factor' and not symbols.is_key
    union all
    select
        unread_values.submission_id,
        unread_values.material_id,
        symbols.formula_id,
        symbols.symbol,
        symbols.material
    from unread_values
    inner join symbols on unread_values.indicator_id = symbols.indicator_id
    where symbols.origin <> 'factor' and not symbols.is_key
),

needed as (
    select
        counted.fact_id,
        counted.submission_id,
        counted.material_id,
        counted.formula_id,
        lacking.symbol,
        lacking.value_name,
        lacking.value_name_zh
    from counted
    inner join lacking
        on
            counted.method_id = lacking.method_id
            and counted.formula_id = lacking.formula_id
            and counted.period = lacking.period
            and counted.stream_material_id = lacking.stream_material_id
            and counted.province_id = lacking.province_id
),

found as (
    select
        needed.fact_id,
        needed.formula_id,
        needed.symbol
    from needed
    inner join reported
        on
            needed.submission_id = reported.submission_id
            and needed.formula_id = reported.formula_id
            and needed.symbol = reported.symbol
            and (
                reported.material is distinct from 'stream'
                or needed.material_id = coalesce(reported.material_id, needed.material_id)
            )
),

missing as (
    select
        needed.fact_id,
        needed.formula_id,
        string_agg(distinct needed.value_name, ', ' order by needed.value_name) as values_missing,
        string_agg(distinct needed.value_name_zh, '、' order by needed.value_name_zh) as values_missing_zh
    from needed
    anti join found
        on
            needed.fact_id = found.fact_id
            and needed.formula_id = found.formula_id
            and needed.symbol = found.symbol
    group by needed.fact_id, needed.formula_id
),

by_formula as (
    select
        counted.fact_id,
        counted.formula_id,
        counted.stream_kind,
        missing.values_missing,
        missing.values_missing_zh,
        missing.fact_id is not null as is_missing
    from counted
    left join missing on counted.fact_id = missing.fact_id and counted.formula_id = missing.formula_id
)

select * from by_formula
