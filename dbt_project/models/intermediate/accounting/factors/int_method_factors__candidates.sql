with

formulas as (select * from {{ ref('int_methods__formulas') }}),

symbols as (
    select * from {{ ref('int_formulas__symbols') }}
    where factor_parameter is not null
),

sets as (select * from {{ ref('method_factor_sets') }}),

materials as (select * from {{ ref('materials') }}),

factors as (select * from {{ ref('int_factors__spans') }}),

regions as (select * from {{ ref('int_regions__provinces') }}),

candidates as (
    select
        formulas.method_id,
        formulas.formula_id,
        formulas.variant_id,
        symbols.symbol,
        case when symbols.material = 'stream' then factors.material_id else '*' end as material_id,
        coalesce(regions.province_id, '*') as province_id,
        coalesce(sets.variant_id, '') <> '' as is_own_set,
        sets.preference,
        case
            when symbols.unit = factors.unit then factors.published_value
            else factors.value / symbols.quotient_to_canonical
        end as value,
        symbols.unit,
        factors.factor_id,
        factors.is_uncertain,
        greatest(
            formulas.valid_from, coalesce(sets.valid_from, {{ open_start() }}), factors.valid_from
        ) as valid_from,
        least(formulas.valid_to, coalesce(sets.valid_to, {{ open_end() }}), factors.valid_to) as valid_to
    from formulas
    inner join symbols on formulas.formula_id = symbols.formula_id
    inner join sets
        on
            formulas.method_id = sets.method_id
            and sets.stream_kind in (formulas.stream_kind, '*')
            and coalesce(sets.variant_id, '') in ('', formulas.variant_id)
    inner join factors
        on
            sets.factor_set = factors.factor_set
            and sets.series = factors.series
            and formulas.factor_cut_off = factors.factor_cut_off
            and symbols.factor_parameter = factors.parameter
            and symbols.numerator_unit = factors.numerator_unit
            and symbols.per_unit = factors.per_unit
            and (
                symbols.material is null
                or symbols.material = factors.material_id
                or (symbols.material = 'stream' and factors.material_id is not null)
            )
    left join materials on factors.material_id = materials.material_id
    left join regions
        on
            symbols.is_regional
            and sets.region_level = regions.region_level
            and factors.region_id = regions.region_id
    where
        (not symbols.is_regional or regions.province_id is not null)
        and (not symbols.goes_by_material_unit or symbols.per_unit = materials.canonical_unit)
)

select * from candidates
