with

chosen as (select * from {{ ref('int_source_streams__chosen') }}),

from_facts as (
    select
        calculation_number,
        symbol,
        is_key,
        value,
        unit,
        fact_id,
        null as factor_id,
        false as is_uncertain
    from {{ ref('int_source_streams__own_values') }}
),

factors as (select * from {{ ref('int_method_factors') }}),

constants as (select * from {{ ref('constants') }}),

symbols as (select * from {{ ref('int_formulas__symbols') }}),

roundings as (select * from {{ ref('roundings') }}),

from_factors as (
    select
        chosen.calculation_number,
        factors.symbol,
        false as is_key,
        factors.value,
        factors.unit,
        null as fact_id,
        factors.factor_id,
        factors.is_uncertain
    from chosen
    inner join factors
        on
            chosen.method_id = factors.method_id
            and chosen.formula_id = factors.formula_id
            and chosen.variant_id = factors.variant_id
            and chosen.factor_month = factors.month
            and factors.material_id in ('*', chosen.material_id)
            and factors.province_id in ('*', chosen.province_id)
            and factors.candidate = least(chosen.candidate, factors.candidates)
    -- The plant's own value goes before the factor.
    anti join from_facts
        on
            chosen.calculation_number = from_facts.calculation_number
            and factors.symbol = from_facts.symbol
),

from_constants as (
    select
        chosen.calculation_number,
        symbols.symbol,
        false as is_key,
        cast(constants.numerator as double) / cast(constants.denominator as double) as value,
        symbols.unit,
        null as fact_id,
        constants.reference_id as factor_id,
        false as is_uncertain
    from chosen
    inner join symbols on chosen.formula_id = symbols.formula_id
    inner join constants on symbols.constant_id = constants.constant_id
),

potentials as (
    select
        calculation_number,
        'GWP' as symbol,
        false as is_key,
        gwp as value,
        't CO2e/t' as unit,
        null as fact_id,
        gwp_factor_id as factor_id,
        false as is_uncertain
    from chosen
),

unioned as (
    select * from from_facts
    union all
    select * from from_factors
    union all
    select * from from_constants
    union all
    select * from potentials
),

inputs as (
    select
        unioned.calculation_number,
        chosen.stream_kind,
        chosen.formula_id,
        chosen.rounding_id,
        unioned.symbol,
        unioned.is_key,
        unioned.value,
        case
            when chosen.rounding_id is null then null
            when roundings.decimals is null then unioned.value
            else {{ half_up('unioned.value', 'roundings.decimals') }}
        end as form_value,
        unioned.unit,
        cast(unioned.fact_id as varchar) as fact_id,
        cast(unioned.factor_id as varchar) as factor_id,
        unioned.is_uncertain
    from unioned
    inner join chosen on unioned.calculation_number = chosen.calculation_number
    left join roundings on chosen.rounding_id = roundings.rounding_id and unioned.symbol = roundings.element
)

select * from inputs
