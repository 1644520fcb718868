with

disclosure_indicators as (select * from {{ ref('disclosure_indicators') }}),

inputs_due as (select * from {{ ref('int_inputs__due') }}),

members as (select * from {{ ref('int_entities__plants') }}),

plants as (select * from {{ ref('dim_plant') }}),

accepted as (select * from {{ ref('fct_indicators') }}),

entity_units as (
    select distinct
        members.entity_id,
        plants.unit_id
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
)

select * from of_year
