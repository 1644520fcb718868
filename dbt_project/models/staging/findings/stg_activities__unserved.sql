with

facts as (
    select * from {{ ref('stg_facts') }}
    where frequency = 'month'
),

symbols as (select * from {{ ref('int_formulas__symbols') }}),

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
        facts.*,
        symbols.formula_id,
        plants.method_id,
        plants.province_id,
        coalesce(nullif(symbols.material, 'stream'), facts.material_id) as stream_material_id,
        case symbols.material when 'stream' then '*' else symbols.stream_kind end as stream_kind
    from facts
    inner join symbols
        on
            symbols.is_key
            and list_contains(string_split(symbols.indicator_ids, ';'), facts.indicator_id)
            and (symbols.material is null or symbols.material = 'stream' or facts.material_id in ('', symbols.material))
            and facts.unit = coalesce(symbols.canonical_unit, symbols.unit)
    inner join plants
        on
            facts.plant_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
),

-- What a formula of the plant's method asks for: the plant's own values, factors, or either.
asked as (
    select
        activity.fact_id,
        activity.formula_id,
        activity.stream_kind,
        symbols.symbol,
        bool_or(
            symbols.is_key
            or symbols.origin = 'constant'
            or (symbols.origin <> 'factor' and reported.fact_id is not null)
            or (symbols.origin <> 'fact' and factors.factor_id is not null)
        ) as is_there
    from activity
    inner join formulas
        on
            activity.method_id = formulas.method_id
            and activity.formula_id = formulas.formula_id
            and activity.period between formulas.valid_from and formulas.valid_to
    inner join symbols on activity.formula_id = symbols.formula_id
    left join facts as reported
        on
            activity.submission_id = reported.submission_id
            and list_contains(string_split(symbols.indicator_ids, ';'), reported.indicator_id)
            and (symbols.material is distinct from 'stream' or activity.material_id = reported.material_id)
    left join factors
        on
            activity.method_id = factors.method_id
            and activity.formula_id = factors.formula_id
            and symbols.symbol = factors.symbol
            and activity.period = factors.month
            and factors.material_id in ('*', activity.stream_material_id)
            and factors.province_id in ('*', activity.province_id)
    group by activity.fact_id, activity.formula_id, activity.stream_kind, symbols.symbol
),

served as (
    select
        fact_id,
        formula_id,
        stream_kind,
        bool_and(is_there) as is_served
    from asked
    group by fact_id, formula_id, stream_kind
),

-- Known to a method of the plant at another time: then the method in force does not count it, and that is right.
known_kinds as (
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
    left join served
        on
            activity.fact_id = served.fact_id
            and activity.formula_id = served.formula_id
            and activity.stream_kind = served.stream_kind
    left join known_kinds
        on activity.plant_id = known_kinds.plant_id and activity.formula_id = known_kinds.formula_id
    group by activity.fact_id, activity.stream_kind
    having not coalesce(bool_or(served.is_served), bool_or(known_kinds.formula_id is not null))
)

select * from unserved
