-- Texts beside which the nearest code is named, the shortest first: each is compared with every code, and who writes
-- thousands of unknown codes did not mistype them.
{% set most_unknown_texts = 2000 %}

with

entries as (select * from {{ ref('stg_entries') }}),

row_places as (select * from {{ ref('stg_row_places') }}),

details as (select * from {{ ref('stg_entry_details') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

code_texts as (select * from {{ ref('stg_code_texts') }}),

reported_texts as (
    select distinct
        'indicator' as kind,
        indicator_text as reported_text
    from entries
    union
    select distinct
        'indicator' as kind,
        indicator_name_text as reported_text
    from entries
    union
    select distinct
        'indicator_label' as kind,
        indicator_name_text as reported_text
    from entries
    union
    select distinct
        'material' as kind,
        material_text as reported_text
    from entries
    union
    select distinct
        'material' as kind,
        material_name_text as reported_text
    from entries
    union
    select distinct
        'material_label' as kind,
        material_name_text as reported_text
    from entries
    union
    select distinct
        'plant' as kind,
        counterparty_text as reported_text
    from entries
    union
    select distinct
        'plant' as kind,
        plant_text as reported_text
    from row_places
    union
    select distinct
        'plant' as kind,
        cover_plant_text as reported_text
    from arrivals
    union
    select distinct
        'plant_label' as kind,
        cover_plant_name_text as reported_text
    from arrivals
    union
    select distinct
        'plant' as kind,
        place_plant_text as reported_text
    from arrivals
    union
    select distinct
        'unit' as kind,
        unit_text as reported_text
    from entries
    union
    select distinct
        'data_quality' as kind,
        data_quality_text as reported_text
    from entries
    union
    select distinct
        field as kind,
        detail_text as reported_text
    from details
    where field in ('treatment_id', 'method_id')
),

keyed as (
    select
        kind,
        reported_text,
        case
            when kind = 'unit' then {{ plain_text('reported_text') }}
            else {{ code_key('reported_text') }}
        end as text_key
    from reported_texts
    where reported_text is not null
),

unknown_keys as (
    select distinct
        keyed.kind,
        keyed.text_key
    from keyed
    anti join code_texts
        on
            keyed.kind = code_texts.kind
            and keyed.text_key = code_texts.text_key
    qualify
        row_number() over (partition by keyed.kind order by length(keyed.text_key), keyed.text_key)
        <= {{ most_unknown_texts }}
),

nearest as (
    select
        unknown_keys.kind,
        unknown_keys.text_key,
        arg_max(
            code_texts.code,
            (jaro_winkler_similarity(unknown_keys.text_key, code_texts.text_key), code_texts.code)
        ) as nearest_code
    from unknown_keys
    inner join code_texts on unknown_keys.kind = code_texts.kind
    where {{ has_common_character('unknown_keys.text_key', 'code_texts.text_key') }}
    group by unknown_keys.kind, unknown_keys.text_key
),

matched as (
    select
        keyed.kind,
        keyed.reported_text,
        code_texts.code,
        nearest.nearest_code
    from keyed
    left join code_texts
        on
            keyed.kind = code_texts.kind
            and keyed.text_key = code_texts.text_key
    left join nearest
        on
            keyed.kind = nearest.kind
            and keyed.text_key = nearest.text_key
)

select * from matched
