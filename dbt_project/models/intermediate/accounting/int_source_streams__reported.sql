with

facts as (select * from {{ ref('int_facts__accounting') }}),

symbols as (
    select
        *,
        unnest(string_split(indicator_ids, ';')) as indicator_id
    from {{ ref('int_formulas__symbols') }}
    where indicator_ids is not null
),

materials as (select * from {{ ref('materials') }}),

technologies as (
    select
        *,
        coalesce(valid_to, {{ open_end() }}) as last_day
    from {{ ref('plant_technologies') }}
),

classifications as (
    select distinct classification
    from technologies
),

reported as (
    select
        facts.fact_id,
        facts.plant_id,
        facts.period,
        symbols.formula_id,
        symbols.stream_kind,
        symbols.gas,
        symbols.scope2_basis,
        symbols.symbol,
        symbols.is_key,
        facts.counterparty_id,
        facts.value as fact_value,
        facts.unit as fact_unit,
        symbols.unit,
        case symbols.material
            when 'stream' then facts.material_id
            else coalesce(technologies.technology_id, symbols.material, '')
        end as material_id,
        cast(facts.value as double)
        / coalesce(symbols.factor_to_canonical, symbols.quotient_to_canonical) as value
    from facts
    inner join symbols
        on
            facts.indicator_id = symbols.indicator_id
            and facts.unit = coalesce(symbols.canonical_unit, symbols.unit)
    left join classifications on symbols.material = classifications.classification
    left join technologies
        on
            symbols.material = technologies.classification
            and facts.plant_id = technologies.plant_id
            and facts.period between technologies.valid_from and technologies.last_day
    left join materials on facts.material_id = materials.material_id
    where
        (
            symbols.material is null
            or symbols.material = 'stream'
            or facts.material_id in ('', symbols.material, technologies.product_id)
        )
        and (classifications.classification is null or technologies.technology_id is not null)
        and (
            symbols.per_unit is null
            or not symbols.goes_by_material_unit
            or symbols.per_unit = materials.canonical_unit
        )
)

select * from reported
