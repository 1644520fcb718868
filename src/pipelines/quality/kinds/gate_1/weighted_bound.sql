{#
subject: a submission that reports every mass and content that is not optional
subject_zh: "填报了全部必填质量与含量的一份填报"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_unread_values: [submission_id, indicator_id]
  reference.indicators: [indicator_id, name_en, name_zh]
parameters:
  left: {type: products, required: true, is: "Masses whose content together must not be larger: `mass * content in %`, or `mass`"}
  right: {type: products, required: true, is: "Masses whose content together is the bound"}
  optional: {type: indicators, default: [], is: "Masses that a plant leaves out where it has none of them"}
#}
{% import 'common.sql' as common %}
{% set sides = {'left': p.left, 'right': p.right} %}
{% set indicators = ((p.left + p.right) | join(' * ')).split(' * ') | unique | list %}
{% macro value_of(indicator_id, half) -%}
{% set value = indicator_id ~ '_value ' ~ half ~ ' ' ~ indicator_id ~ '_half' if half else indicator_id ~ '_value' -%}
{{ 'coalesce(' ~ value ~ ', 0)' if indicator_id in p.optional else '(' ~ value ~ ')' }}
{%- endmacro %}
{% macro total(products, half) -%}
{% for product in products %}{{ ' + ' if not loop.first }}{% for factor in product.split(' * ') -%}
{{ ' * ' if not loop.first }}{{ value_of(factor, half) }}{{ ' / 100' if not loop.first }}
{%- endfor %}{% endfor %}
{%- endmacro %}
with

facts as (
    select
        submission_id,
        indicator_id,
        cast(value as double) as value,
        cast(half_unit as double) as half_unit,
        unit,
        cell_id
    from staging.stg_facts
    {{ view.where(indicators=indicators) }}
),

reported as (
    select
        submission_id,
        {% for indicator_id in indicators %}
        sum(value) filter (where indicator_id = {{ indicator_id | literal }}) as {{ indicator_id }}_value,
        sum(half_unit) filter (where indicator_id = {{ indicator_id | literal }}) as {{ indicator_id }}_half,
        {% endfor %}
        list(cell_id order by array_position({{ indicators | array }}, indicator_id)) as cell_ids,
        max(unit) filter (where indicator_id = {{ indicators[0] | literal }}) as unit
    from facts
    anti join staging.stg_unread_values as unread
        on facts.submission_id = unread.submission_id and unread.indicator_id in {{ indicators | listed }}
    group by submission_id
),

judged as (
    select
        *,
        {{ total(p.left, '') }} as left_value,
        {{ total(p.right, '') }} as right_value,
        {{ total(p.left, '-') }} > {{ total(p.right, '+') }} as is_broken
    from reported
    where left_value + right_value is not null
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, names as (
    select
        {% for language in ['en', 'zh'] %}
        {% for side, products in sides.items() %}
        concat(
            {% for product in products %}
            {{ "' + '," if not loop.first }}
            {% for factor in product.split(' * ') %}
            {{ "' x '," if not loop.first }}
            max({{ common.within_sentence('name_' ~ language) }}) filter (where indicator_id = {{ factor | literal }}),
            {% endfor %}
            {% endfor %}
            ''
        ) as {{ side }}_{{ language }},
        {% endfor %}
        {% endfor %}
    from reference.indicators
)

select
    judged.submission_id,
    'contents' as finding_key,
    judged.cell_ids,
    {% for language, most in [('en', 'at most '), ('zh', '不大于 ')] %}
    concat(
        names.left_{{ language }}, ' = ', {{ common.number('judged.left_value') }}, ' ', judged.unit, ' > ',
        names.right_{{ language }}, ' = ', {{ common.number('judged.right_value') }}, ' ', judged.unit
    ) as found_{{ language }},
    concat('{{ most }}', {{ common.number('judged.right_value') }}, ' ', judged.unit) as expected_{{ language }},
    {% endfor %}
from judged
cross join names
where judged.is_broken
{% endif %}
