{{ config(materialized='view') }}

with

disclosure as (select * from {{ ref('rpt_disclosure') }}),

coverage as (select * from {{ ref('int_disclosure__coverage') }}),

terms as (select * from {{ ref('int_disclosure__terms') }}),

contradictions as (select * from {{ ref('rpt_contradictions') }}),

definitions as (select * from {{ ref('disclosure_indicators') }}),

units as (select * from {{ ref('units') }}),

reported_rows as (select * from {{ ref('int_disclosure__inputs') }}),

emission_rows as (select * from {{ ref('int_disclosure__emission_rows') }}),

inputs as (
    select
        entity_id,
        year,
        quantity_id,
        plant_id,
        source_mart,
        source_row_key
    from reported_rows
    union all
    select
        entity_id,
        year,
        quantity_id,
        plant_id,
        source_mart,
        source_row_key
    from emission_rows
),

term_rows as (
    select
        {{ row_key(['entity_id', 'year', 'indicator_id', 'figure_id'], 'disclosure') }} as row_key,
        disclosure.entity_id,
        case when terms.is_comparison then coverage.comparison_year else coverage.year end as year,
        terms.quantity_id,
        terms.term as role
    from disclosure
    inner join coverage
        on
            disclosure.indicator_id = coverage.disclosure_indicator_id
            and disclosure.entity_id = coverage.entity_id
            and disclosure.year = coverage.year
    inner join terms
        on
            disclosure.indicator_id = terms.disclosure_indicator_id
            and not (coverage.has_base and terms.term in ('previous_numerator', 'previous_denominator'))
),

linked as (
    select
        'rpt_disclosure' as mart,
        term_rows.row_key,
        inputs.plant_id,
        inputs.source_mart,
        inputs.source_row_key,
        term_rows.role,
        case inputs.source_mart when 'fct_eliminations' then -1 else 1 end as weight
    from term_rows
    inner join inputs
        on
            term_rows.entity_id = inputs.entity_id
            and term_rows.year = inputs.year
            and term_rows.quantity_id = inputs.quantity_id
),

published as (
    select
        'rpt_disclosure' as mart,
        {{ row_key(['entity_id', 'year', 'indicator_id', 'figure_id']) }} as row_key,
        cast(null as varchar) as plant_id,
        'published_figures' as source_mart,
        {{ row_key(['figure_id']) }} as source_row_key,
        'published' as role,
        1 as weight
    from disclosure
    where figure_id is not null
),

contradicting as (
    select
        'rpt_contradictions' as mart,
        {{ row_key(['contradiction_id', 'figure_id']) }} as row_key,
        cast(null as varchar) as plant_id,
        'published_figures' as source_mart,
        {{ row_key(['figure_id']) }} as source_row_key,
        'published' as role,
        null as weight
    from contradictions
),

-- The definition weighs with the unit in which a ratio is shown.
defined as (
    select
        'rpt_disclosure' as mart,
        {{ row_key(['entity_id', 'year', 'indicator_id', 'figure_id'], 'disclosure') }} as row_key,
        cast(null as varchar) as plant_id,
        'disclosure_indicators' as source_mart,
        {{ row_key(['disclosure_indicator_id'], 'definitions') }} as source_row_key,
        'definition' as role,
        cast(calculated_units.factor_to_canonical as double)
        / cast(canonical_units.factor_to_canonical as double) as weight
    from disclosure
    inner join definitions on disclosure.indicator_id = definitions.disclosure_indicator_id
    left join units as calculated_units on definitions.calculated_unit = calculated_units.unit_id
    left join units as canonical_units on definitions.canonical_unit = canonical_units.unit_id
),

lineage as (
    select * from linked
    union all
    select * from published
    union all
    select * from defined
    union all
    select * from contradicting
)

select * from lineage
