{#
subject: a submission of a plant that works, where the plant's history has all the months up to it
subject_zh: "生产中且此前各月齐全的工厂的一份填报"
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, value, unit, cell_id, received_at]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  works: {type: terms, required: true, is: "Output: a plant works when the sum is above zero"}
  reported: {type: terms, required: true, is: "What a plant that works has; missing and zero are the same here"}
  industries: {type: industries, is: "Only plants of these industries"}
  months: {type: number, required: true, is: "In how many months up to the submission it must have been there once", zh: "截至该填报的多少个月内须至少出现一次"}
#}
{% import 'common.sql' as common %}
{% set works, reported = p.works | terms, p.reported | terms %}
{% macro is_any(terms) -%}
{% for term in terms %}{{ ' or ' if not loop.first }}({{ common.is_term(term) }}){% endfor %}
{%- endmacro %}
with

monthly as (
    select
        submission_id,
        plant_id,
        period,
        sum(value) filter (where {{ is_any(works) }}) as output,
        any_value(unit) filter (where {{ is_any(works) }}) as unit,
        coalesce(sum(value) filter (where {{ is_any(reported) }}), 0) as quantity,
        list(cell_id order by {{ is_any(works) }}, cell_id) as cell_ids
    from staging.stg_facts
    {{ view.where(
        indicators=(works + reported) | map(attribute='indicator_id') | list,
        industries=p.industries,
        conditions=["frequency = 'month'"]
    ) }}
    group by submission_id, plant_id, period
    having output > 0
),

judged as (
    select
        monthly.submission_id,
        monthly.unit,
        monthly.output,
        monthly.cell_ids,
        monthly.quantity + coalesce(sum(earlier.quantity), 0) = 0 as is_broken
    from monthly
    left join (
        select monthly.* from monthly
        semi join gate.history on monthly.submission_id = history.submission_id
    ) as earlier
        on
            monthly.plant_id = earlier.plant_id
            and earlier.period < monthly.period
            and earlier.period > monthly.period - to_months({{ p.months }})
    group by monthly.submission_id, monthly.unit, monthly.output, monthly.quantity, monthly.cell_ids
    having count(earlier.submission_id) = {{ p.months }} - 1
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, names as (
    select
        {% for language in ['en', 'zh'] %}
        string_agg(indicators.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }}, ', ')
            as name_{{ language }}{{ ',' if not loop.last }}
        {% endfor %}
    from (values {% for term in reported %}
        ({{ term.indicator_id | literal }}, {{ term.material_id | literal }}){{ ',' if not loop.last }}
    {% endfor %}) as listed (indicator_id, material_id)
    inner join reference.indicators as indicators on listed.indicator_id = indicators.indicator_id
    left join reference.materials as materials on listed.material_id = materials.material_id
)

select
    judged.submission_id,
    'presence' as finding_key,
    judged.cell_ids,
    {% for language, nothing, output in [
        ('en', ': nothing in the month' if p.months == 1 else ': nothing in ' ~ p.months ~ ' months', 'output '),
        ('zh', '：当月无' if p.months == 1 else '：' ~ p.months ~ ' 个月内均无', '产出 ')
    ] %}
    names.name_{{ language }} || '{{ nothing }}, {{ output }}' || {{ common.number('judged.output') }} || ' '
    || judged.unit as found_{{ language }}{{ ',' if not loop.last }}
    {% endfor %}
from judged
cross join names
where judged.is_broken
{% endif %}
