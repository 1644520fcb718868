with

formulas as (select * from {{ ref('formulas') }}),

symbols as (
    select
        *,
        trim(unnest(string_split(unit, ';'))) as formula_unit,
        contains(unit, ';') as goes_by_material_unit
    from {{ ref('formula_symbols') }}
),

factor_units as (select * from {{ ref('factor_units') }}),

units as (select * from {{ ref('units') }}),

-- A unit that is a quotient stands among the units of factors, a plain one among the units of reported values.
joined as (
    select
        symbols.formula_id,
        symbols.symbol,
        symbols.origin,
        symbols.indicator_ids,
        symbols.factor_parameter,
        symbols.constant_id,
        symbols.material,
        symbols.is_regional,
        symbols.is_key,
        symbols.goes_by_material_unit,
        symbols.name_en,
        symbols.name_zh,
        formulas.stream_kind,
        formulas.gas,
        formulas.scope2_basis,
        symbols.formula_unit as unit,
        plain_units.canonical_unit,
        cast(plain_units.factor_to_canonical as double) as factor_to_canonical,
        numerators.canonical_unit as numerator_unit,
        denominators.canonical_unit as per_unit,
        cast(numerators.factor_to_canonical as double)
        / cast(denominators.factor_to_canonical as double) as quotient_to_canonical
    from symbols
    inner join formulas on symbols.formula_id = formulas.formula_id
    left join units as plain_units on symbols.formula_unit = plain_units.unit_id
    left join factor_units on symbols.formula_unit = factor_units.unit
    left join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    left join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
)

select * from joined
