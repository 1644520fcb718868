with

disclosure_indicators as (select * from {{ ref('disclosure_indicators') }}),

inputs_due as (select * from {{ ref('int_inputs__due') }}),

members as (select * from {{ ref('int_entities__plants') }}),

plants as (select * from {{ ref('dim_plant') }}),

accepted as (select * from {{ ref('fct_indicators') }}),

terms as (select * from {{ ref('int_disclosure__terms') }}),

quantities as (select * from {{ ref('int_disclosure__quantities') }}),

entity_units as (
    select distinct members.entity_id, plants.unit_id
    from members
    inner join plants
        on
            members.plant_id = plants.plant_id
            and members.valid_from
            between coalesce(plants.valid_from, {{ open_start() }}) and coalesce(plants.valid_to, {{ open_end() }})
),

years as (
    select distinct year(period) as year from accepted
),

indicator_inputs as (
    select
        disclosure_indicator_id,
        calculation,
        entity_ids,
        base_year,
        unnest(string_split(input_indicator_ids, ';')) as indicator_id
    from disclosure_indicators
),

of_year as (
    select
        indicator_inputs.disclosure_indicator_id,
        indicator_inputs.calculation,
        entity_units.entity_id,
        inputs_due.year,
        coalesce(indicator_inputs.base_year, inputs_due.year - 1) as comparison_year,
        sum(inputs_due.inputs_due) as inputs_due,
        sum(inputs_due.inputs_in) as inputs_in
    from inputs_due
    inner join years on inputs_due.year = years.year
    inner join entity_units on inputs_due.unit_id = entity_units.unit_id
    inner join indicator_inputs
        on
            inputs_due.indicator_id = indicator_inputs.indicator_id
            and (
                indicator_inputs.entity_ids = '*'
                or list_contains(string_split(indicator_inputs.entity_ids, ';'), entity_units.entity_id)
            )
    group by all
),

base as (
    select
        of_year.disclosure_indicator_id,
        of_year.entity_id,
        of_year.year,
        count(*) as inputs_due,
        count(quantities.value) as inputs_in
    from of_year
    inner join terms
        on
            of_year.disclosure_indicator_id = terms.disclosure_indicator_id
            and terms.term in ('base_numerator', 'base_denominator')
    left join quantities
        on
            terms.quantity_id = quantities.quantity_id
            and of_year.entity_id = quantities.entity_id
            and of_year.comparison_year = quantities.year
    group by of_year.disclosure_indicator_id, of_year.entity_id, of_year.year
),

compared as (
    select
        of_year.disclosure_indicator_id,
        of_year.entity_id,
        of_year.year,
        of_year.comparison_year,
        coalesce(base.inputs_in = base.inputs_due, false) as has_base,
        of_year.inputs_due,
        of_year.inputs_in,
        case
            when of_year.calculation = 'change_of_ratio' and not has_base and previous.year is not null
                then previous.inputs_due
            else base.inputs_due
        end as comparison_due,
        case
            when of_year.calculation = 'change_of_ratio' and not has_base and previous.year is not null
                then previous.inputs_in
            else base.inputs_in
        end as comparison_in
    from of_year
    left join base
        on
            of_year.disclosure_indicator_id = base.disclosure_indicator_id
            and of_year.entity_id = base.entity_id
            and of_year.year = base.year
    left join of_year as previous
        on
            of_year.disclosure_indicator_id = previous.disclosure_indicator_id
            and of_year.entity_id = previous.entity_id
            and of_year.comparison_year = previous.year
)

select
    disclosure_indicator_id,
    entity_id,
    year,
    comparison_year,
    has_base,
    cast(inputs_due + coalesce(comparison_due, 0) as bigint) as inputs_due,
    cast(inputs_in + coalesce(comparison_in, 0) as bigint) as inputs_in
from compared
