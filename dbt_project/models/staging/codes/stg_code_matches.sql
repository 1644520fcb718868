-- Texts beside which the nearest code is named, the shortest first: each is compared with every code, and who writes
-- thousands of unknown codes did not mistype them.
{% set most_unknown_texts = 2000 %}

with

keyed as (select * from {{ ref('stg_reported_codes') }}),

code_texts as (select * from {{ ref('stg_code_texts') }}),

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
