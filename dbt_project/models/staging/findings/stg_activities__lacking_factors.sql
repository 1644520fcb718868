with

activity as (select * from {{ ref('stg_activities__reported') }}),

asked as (
    select distinct
        formula_id,
        symbol,
        case when origin = 'fact' then name_en end as value_name,
        case when origin = 'fact' then name_zh end as value_name_zh
    from {{ ref('int_formulas__symbols') }}
    where origin <> 'constant' and not is_key
),

formulas as (
    select * from {{ ref('int_methods__formulas') }}
    where variant_id = ''
),

factors as (
    select * from {{ ref('int_method_factors__candidates') }}
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

situations as (
    select distinct
        method_id,
        formula_id,
        period,
        stream_material_id,
        province_id
    from counted
),

given as (
    select distinct
        situations.*,
        factors.symbol
    from situations
    inner join factors
        on
            situations.method_id = factors.method_id
            and situations.formula_id = factors.formula_id
            and situations.period between factors.valid_from and factors.valid_to
            and factors.material_id in ('*', situations.stream_material_id)
            and factors.province_id in ('*', situations.province_id)
),

-- What the reference data lacks, a plant's own value must give.
lacking as (
    select
        situations.method_id,
        situations.formula_id,
        situations.period,
        situations.stream_material_id,
        situations.province_id,
        asked.symbol,
        asked.value_name,
        asked.value_name_zh
    from situations
    inner join asked on situations.formula_id = asked.formula_id
    anti join given
        on
            situations.method_id = given.method_id
            and situations.formula_id = given.formula_id
            and situations.period = given.period
            and situations.stream_material_id = given.stream_material_id
            and situations.province_id = given.province_id
            and asked.symbol = given.symbol
)

select * from lacking
