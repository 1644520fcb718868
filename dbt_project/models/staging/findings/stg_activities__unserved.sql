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

asked as (
    select distinct
        formula_id,
        symbol,
        origin
    from {{ ref('int_formulas__symbols') }}
    where origin <> 'constant' and not is_key
),

plants as (select * from {{ ref('int_plants__methods') }}),

formulas as (
    select * from {{ ref('int_methods__formulas') }}
    where variant_id = ''
),

factors as (
    select * from {{ ref('int_method_factors') }}
    where variant_id = '' and candidate = 1
),

-- A fuel may be burnt as one kind of source stream or another: one that counts it is enough.
activity as (
    select
        facts.fact_id,
        facts.submission_id,
        facts.plant_id,
        facts.period,
        facts.material_id,
        symbols.formula_id,
        plants.method_id,
        plants.province_id,
        coalesce(nullif(symbols.material, 'stream'), facts.material_id) as stream_material_id,
        case symbols.material when 'stream' then '*' else symbols.stream_kind end as stream_kind
    from facts
    inner join symbols
        on
            facts.indicator_id = symbols.indicator_id
            and facts.unit = coalesce(symbols.canonical_unit, symbols.unit)
            and (symbols.material is null or symbols.material = 'stream' or facts.material_id in ('', symbols.material))
    inner join plants
        on
            facts.plant_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
    where symbols.is_key
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
    select
        situations.*,
        factors.symbol
    from situations
    inner join factors
        on
            situations.method_id = factors.method_id
            and situations.formula_id = factors.formula_id
            and situations.period = factors.month
            and factors.material_id in ('*', situations.stream_material_id)
            and factors.province_id in ('*', situations.province_id)
),

-- What the reference data lacks, a plant's own value must give.
lacking as (
    select
        situations.*,
        asked.symbol
    from situations
    inner join asked on situations.formula_id = asked.formula_id
    except
    select * from given
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
),

needed as (
    select
        counted.fact_id,
        counted.submission_id,
        counted.material_id,
        counted.formula_id,
        lacking.symbol
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
            and (reported.material is distinct from 'stream' or needed.material_id = reported.material_id)
),

missing as (
    select distinct
        needed.fact_id,
        needed.formula_id
    from needed
    anti join found
        on
            needed.fact_id = found.fact_id
            and needed.formula_id = found.formula_id
            and needed.symbol = found.symbol
),

served as (
    select
        counted.fact_id,
        counted.stream_kind,
        bool_or(missing.fact_id is null) as is_served
    from counted
    left join missing on counted.fact_id = missing.fact_id and counted.formula_id = missing.formula_id
    group by counted.fact_id, counted.stream_kind
),

-- Known to a method of the plant at another time: then the method in force does not count it, and that is right.
known_formulas as (
    select distinct
        plants.plant_id,
        formulas.formula_id
    from {{ ref('int_methods__plants') }} as plants
    inner join formulas on plants.method_id = formulas.method_id
),

unserved as (
    select
        activity.fact_id,
        activity.stream_kind,
        any_value(activity.stream_material_id) as stream_material_id,
        any_value(activity.method_id) as method_id,
        max(activity.formula_id) as formula_id
    from activity
    left join served on activity.fact_id = served.fact_id and activity.stream_kind = served.stream_kind
    left join known_formulas
        on activity.plant_id = known_formulas.plant_id and activity.formula_id = known_formulas.formula_id
    group by activity.fact_id, activity.stream_kind
    having not coalesce(bool_or(served.is_served), bool_or(known_formulas.formula_id is not null))
)

select * from unserved
