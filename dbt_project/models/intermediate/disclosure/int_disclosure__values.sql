with

disclosure_indicators as (select * from {{ ref('disclosure_indicators') }}),

units as (select * from {{ ref('units') }}),

coverage as (select * from {{ ref('int_disclosure__coverage') }}),

terms as (select * from {{ ref('int_disclosure__terms') }}),

quantities as (select * from {{ ref('int_disclosure__quantities') }}),

term_values as (
    select
        coverage.disclosure_indicator_id,
        coverage.entity_id,
        coverage.year,
        coverage.has_base,
        coverage.inputs_due,
        coverage.inputs_in,
        sum(quantities.value) filter (where terms.term = 'numerator') as numerator,
        sum(quantities.value) filter (where terms.term = 'denominator') as denominator,
        sum(quantities.value) filter (
            where terms.term = case when coverage.has_base then 'base_numerator' else 'previous_numerator' end
        ) as comparison_numerator,
        sum(quantities.value) filter (
            where terms.term = case when coverage.has_base then 'base_denominator' else 'previous_denominator' end
        ) as comparison_denominator
    from coverage
    inner join terms on coverage.disclosure_indicator_id = terms.disclosure_indicator_id
    left join quantities
        on
            coverage.entity_id = quantities.entity_id
            and terms.quantity_id = quantities.quantity_id
            and case when terms.is_comparison then coverage.comparison_year else coverage.year end = quantities.year
    group by all
),

quotients as (
    select
        *,
        cast(numerator as double) / nullif(cast(denominator as double), 0) as year_ratio,
        cast(numerator as double) / nullif(cast(comparison_numerator as double), 0) as change_factor,
        cast(comparison_numerator as double) / nullif(cast(comparison_denominator as double), 0) as comparison_ratio
    from term_values
),

calculated as (
    select
        quotients.*,
        disclosure_indicators.calculation,
        disclosure_indicators.canonical_unit as unit,
        cast(calculated_units.factor_to_canonical as double)
        / cast(canonical_units.factor_to_canonical as double) as unit_factor,
        case disclosure_indicators.calculation
            when 'ratio' then quotients.year_ratio
            when 'change_on_base' then quotients.change_factor - 1
            when 'change_of_ratio' then quotients.year_ratio / nullif(quotients.comparison_ratio, 0) - 1
        end as quotient
    from quotients
    inner join disclosure_indicators
        on quotients.disclosure_indicator_id = disclosure_indicators.disclosure_indicator_id
    left join units as calculated_units on disclosure_indicators.calculated_unit = calculated_units.unit_id
    left join units as canonical_units on disclosure_indicators.canonical_unit = canonical_units.unit_id
)

select
    disclosure_indicator_id,
    entity_id,
    year,
    has_base,
    inputs_due,
    inputs_in,
    case calculation
        when 'sum' then numerator
        else {{ micro_rounded('quotient * unit_factor') }}
    end as value,
    unit
from calculated
