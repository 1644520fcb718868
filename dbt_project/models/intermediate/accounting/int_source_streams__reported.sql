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
        case symbols.material
            when 'stream' then facts.material_id
            else coalesce(symbols.material, '')
        end as material_id,
        facts.counterparty_id,
        facts.value as fact_value,
        facts.unit as fact_unit,
        cast(facts.value as double)
        / coalesce(symbols.factor_to_canonical, symbols.quotient_to_canonical) as value,
        symbols.unit
    from facts
    inner join symbols
        on
            facts.indicator_id = symbols.indicator_id
            and (
                symbols.material is null
                or symbols.material = 'stream'
                or facts.material_id in ('', symbols.material)
            )
            and facts.unit = coalesce(symbols.canonical_unit, symbols.unit)
    left join materials on facts.material_id = materials.material_id
    where
        symbols.per_unit is null
        or not symbols.goes_by_material_unit
        or symbols.per_unit = materials.canonical_unit
)

select * from reported
