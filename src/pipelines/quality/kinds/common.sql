{# Pieces that several kinds share: how numbers and indicators are written, and sums of terms. #}

{# A number as people write it: thousands separated, no zeros at the end. #}
{% macro number(expression) -%}
format('{:,.15g}', cast({{ expression }} as double))
{%- endmacro %}

{# The English name of an indicator inside a sentence: "Total water use" becomes "total water use", "SO2" stays. #}
{% macro within_sentence(name) -%}
case when regexp_matches({{ name }}, '^[A-Z][a-z]') then lower({{ name }}[1]) || {{ name }}[2:] else {{ name }} end
{%- endmacro %}

{# Words for a material behind a number, in the language of the column; nothing where there is no material. #}
{% macro of_material(name) -%}
coalesce(' (' || {{ name }} || ')', '')
{%- endmacro %}

{# One row per submission and key (material or counterparty, or none at all): the sums of the terms on the left and
   on the right, with their words and cells. A submission is there only when it reports every term that is not
   optional, and at least one term on each side. #}
{% macro sides(view, p) -%}
{% set terms = p.left | terms + p.right | terms %}
facts as (
    select
        submission_id,
        {{ p.by ~ '_id' if p.by else "''" }} as key_id,
        indicator_id,
        material_id,
        value,
        unit,
        cell_id
    from staging.stg_facts
    {{ view.where(indicators=terms | map(attribute='indicator_id') | list, industries=p.industries) }}
),

terms as (
    select *
    from (values
        {% for term in terms %}
        (
            {{ loop.index }},
            {{ ('left' if loop.index <= p.left | length else 'right') | literal }},
            {{ term.indicator_id | literal }},
            {{ term.material_id | literal }},
            {{ (term.text not in p.optional) | literal }}
        ){{ ',' if not loop.last }}
        {% endfor %}
    ) as listed (position, side, indicator_id, material_id, is_needed)
),

term_values as (
    select
        facts.submission_id,
        facts.key_id,
        terms.position,
        terms.side,
        terms.indicator_id,
        terms.material_id,
        terms.is_needed,
        any_value(facts.unit) as unit,
        sum(facts.value) as value,
        list(facts.cell_id order by facts.cell_id) as cell_ids
    from facts
    inner join terms
        on
            facts.indicator_id = terms.indicator_id
            and (terms.material_id is null or facts.material_id = terms.material_id)
    group by all
),

worded as (
    select
        term_values.*,
        {{ within_sentence('indicators.name_en') }} || {{ of_material('materials.name_en') }}
        || ' ' || {{ number('term_values.value') }} || ' ' || term_values.unit as words_en,
        indicators.name_zh || {{ of_material('materials.name_zh') }}
        || ' ' || {{ number('term_values.value') }} || ' ' || term_values.unit as words_zh
    from term_values
    inner join reference.indicators as indicators on term_values.indicator_id = indicators.indicator_id
    left join reference.materials as materials on term_values.material_id = materials.material_id
),

sums as (
    select
        submission_id,
        key_id,
        sum(value) filter (where side = 'left') as left_value,
        sum(value) filter (where side = 'right') as right_value,
        string_agg(words_en, ' + ' order by position) filter (where side = 'left') as left_en,
        string_agg(words_en, ' + ' order by position) filter (where side = 'right') as right_en,
        string_agg(words_zh, ' + ' order by position) filter (where side = 'left') as left_zh,
        string_agg(words_zh, ' + ' order by position) filter (where side = 'right') as right_zh,
        any_value(unit) filter (where side = 'left') as left_unit,
        any_value(unit) filter (where side = 'right') as right_unit,
        flatten(list(cell_ids order by position)) as cell_ids
    from worded
    group by submission_id, key_id
    having
        count(*) filter (where is_needed) = {{ terms | rejectattr('text', 'in', p.optional) | list | length }}
        and count(*) filter (where side = 'left') > 0
        and count(*) filter (where side = 'right') > 0
),

sides as (
    select
        sums.*,
        {{ of_material('materials.name_en') }} as key_en,
        {{ of_material('materials.name_zh') }} as key_zh
    from sums
    left join reference.materials as materials on sums.key_id = materials.material_id
)
{%- endmacro %}

{% macro month_before(period) -%}
cast({{ period }} - interval 1 month as date)
{%- endmacro %}

{% macro hours_of_month(period) -%}
date_diff('hour', cast({{ period }} as timestamp), {{ period }} + interval 1 month)
{%- endmacro %}
