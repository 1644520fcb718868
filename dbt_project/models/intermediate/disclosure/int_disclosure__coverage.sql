with

of_year as (select * from {{ ref('int_disclosure__inputs_due') }}),

terms as (select * from {{ ref('int_disclosure__terms') }}),

quantities as (select * from {{ ref('int_disclosure__quantities') }}),

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
        of_year.inputs_due,
        of_year.inputs_in,
        coalesce(base.inputs_in = base.inputs_due, false) as has_base,
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
