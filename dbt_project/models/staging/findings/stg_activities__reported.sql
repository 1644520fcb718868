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

plants as (select * from {{ ref('int_plants__methods') }}),

formulas as (
    select * from {{ ref('int_methods__formulas') }}
    where variant_id = ''
),

-- Exported supply, say, is counted by no method of disclosure: nothing is left out there.
disclosed_kinds as (
    select distinct stream_kind
    from formulas
    where contains(purposes, 'disclosure')
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
        symbols.stream_kind as counted_kind,
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
    semi join disclosed_kinds on symbols.stream_kind = disclosed_kinds.stream_kind
    where symbols.is_key
)

select * from activity
