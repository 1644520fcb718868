with

indicators as (select * from {{ ref('indicators') }}),

materials as (select * from {{ ref('materials') }}),

plants as (select * from {{ ref('plants') }}),

units as (select * from {{ ref('units') }}),

unit_aliases as (select * from {{ ref('unit_aliases') }}),

data_quality_grades as (select * from {{ ref('data_quality_grades') }}),

treatments as (select * from {{ ref('waste_treatments') }}),

determination_methods as (select * from {{ ref('determination_methods') }}),

accepted_texts as (
    select
        'indicator' as kind,
        indicator_id as code,
        unnest([indicator_id, name_zh, name_en]) as accepted_text
    from indicators
    union all
    select
        'indicator_label' as kind,
        indicator_id as code,
        unnest([indicator_id, name_zh, name_en, name_zh || ' ' || name_en]) as accepted_text
    from indicators
    union all
    select
        'material' as kind,
        material_id as code,
        unnest([material_id, name_zh, name_en]) as accepted_text
    from materials
    union all
    select
        'material_label' as kind,
        material_id as code,
        unnest([material_id, name_zh, name_en, name_zh || ' ' || name_en]) as accepted_text
    from materials
    union all
    select
        'plant' as kind,
        plant_id as code,
        unnest([plant_id, plant_name_zh, plant_name_en]) as accepted_text
    from plants
    union all
    select
        'plant_label' as kind,
        plant_id as code,
        unnest([plant_name_zh, plant_name_en, plant_name_zh || ' ' || plant_name_en]) as accepted_text
    from plants
    union all
    select
        'treatment_id' as kind,
        treatment_id as code,
        unnest([treatment_id, name_zh, name_en]) as accepted_text
    from treatments
    union all
    select
        'method_id' as kind,
        method_id as code,
        unnest([method_id, name_zh, name_en]) as accepted_text
    from determination_methods
    union all
    select
        'unit' as kind,
        unit_id as code,
        unnest([unit_id, name_zh]) as accepted_text
    from units
    union all
    select
        'unit' as kind,
        unit_id as code,
        alias as accepted_text
    from unit_aliases
    union all
    select
        'data_quality' as kind,
        data_quality as code,
        unnest([data_quality, name_zh, name_en] || string_split(aliases, ';')) as accepted_text
    from data_quality_grades
),

-- Units keep their case, because mg is not Mg and mW is not MW.
keyed as (
    select
        kind,
        code,
        accepted_text = code as is_code,
        case
            when kind = 'unit' then {{ plain_text('accepted_text') }}
            else {{ code_key('accepted_text') }}
        end as text_key
    from accepted_texts
    where accepted_text is not null
),

-- A code goes before a name; a name that two codes share is not accepted, because it would be a guess.
preferred as (
    select
        kind,
        text_key,
        code
    from keyed
    qualify is_code or not bool_or(is_code) over (partition by kind, text_key)
),

unambiguous as (
    select
        kind,
        text_key,
        min(code) as code
    from preferred
    group by kind, text_key
    having count(distinct code) = 1
)

select * from unambiguous
