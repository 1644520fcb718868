with

factors as (select * from {{ ref('factors') }}),

factor_units as (select * from {{ ref('factor_units') }}),

units as (select * from {{ ref('units') }}),

canonical as (
    select
        factors.factor_id,
        factors.factor_set,
        factors.parameter,
        factors.material_id,
        coalesce(factors.region_id, '*') as region_id,
        factors.series,
        factors.evidence = 'uncertain' as is_uncertain,
        cast(factors.value as double)
        * cast(numerators.factor_to_canonical as double)
        / cast(denominators.factor_to_canonical as double) as value,
        cast(factors.value as double) as published_value,
        factors.unit,
        numerators.canonical_unit as numerator_unit,
        denominators.canonical_unit as per_unit,
        coalesce(factors.valid_from, {{ open_start() }}) as valid_from,
        coalesce(factors.valid_to, {{ open_end() }}) as valid_to,
        factors.published_on
    from factors
    inner join factor_units on factors.unit = factor_units.unit
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
)

select * from canonical
