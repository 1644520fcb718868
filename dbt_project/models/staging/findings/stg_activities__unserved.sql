with

activity as (select * from {{ ref('stg_activities__reported') }}),

served as (
    select
        fact_id,
        stream_kind,
        not bool_and(is_missing) as is_served,
        min(values_missing) as values_missing,
        min(values_missing_zh) as values_missing_zh
    from {{ ref('stg_activities__missing_values') }}
    group by fact_id, stream_kind
),

-- Known to a method of the plant at another time: then the method in force does not count it, and that is right.
known_kinds as (
    select distinct
        plants.plant_id,
        formulas.stream_kind
    from {{ ref('int_methods__plants') }} as plants
    inner join {{ ref('int_methods__formulas') }} as formulas on plants.method_id = formulas.method_id
),

unserved as (
    select
        activity.fact_id,
        activity.stream_kind,
        any_value(activity.stream_material_id) as stream_material_id,
        any_value(activity.method_id) as method_id,
        max(activity.formula_id) as formula_id,
        any_value(served.values_missing) as values_missing,
        any_value(served.values_missing_zh) as values_missing_zh
    from activity
    left join served on activity.fact_id = served.fact_id and activity.stream_kind = served.stream_kind
    left join known_kinds
        on activity.plant_id = known_kinds.plant_id and activity.counted_kind = known_kinds.stream_kind
    group by activity.fact_id, activity.stream_kind
    having not coalesce(bool_or(served.is_served), bool_or(known_kinds.stream_kind is not null))
)

select * from unserved
