{#
subject: a submission, or a submission and material, that reports both sides, the right one not zero
subject_zh: "填报了两侧且右侧不为零的一份填报（或其中一种物料）"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_unread_values: [submission_id, indicator_id, material_id]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "Terms whose sum is divided: `indicator` or `indicator:material`"}
  right: {type: terms, required: true, is: "Terms whose sum it is divided by"}
  optional: {type: terms, default: [], is: "Terms that a plant leaves out where it has none of it"}
  by: {type: text, is: "`material`, where each material is judged for itself"}
  industries: {type: industries, is: "Only plants of these industries"}
  times: {type: number, default: 1, is: "The quotient is multiplied by this, to give `unit`", zh: "商乘以此数得到 `unit`"}
  unit: {type: text, required: true, is: "Unit of the ratio"}
  minimum: {type: number, is: "The smallest ratio", zh: "最小比值"}
  maximum: {type: number, is: "The largest ratio", zh: "最大比值"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

{{ common.sides(view, p) }},

ratios as (
    select
        *,
        cast(left_value as double) * {{ p.times }} / cast(right_value as double) as ratio,
        {% set sides = ('left_value', 'left_half_unit', 'right_value', 'right_half_unit') %}
        {{ intervals.least_quotient(*sides) }} * {{ p.times }} as least_ratio,
        {{ intervals.most_quotient(*sides) }} * {{ p.times }} as most_ratio
    from sides
    where right_value <> 0
),

judged as (
    select
        *,
        not (
            most_ratio >= {{ p.minimum if p.minimum is not none else 'most_ratio' }}
            and least_ratio <= {{ p.maximum if p.maximum is not none else 'least_ratio' }}
        ) as is_broken
    from ratios
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, {{ common.words(p) }}

select
    key_id as finding_key,
    cell_ids,
    {% for language in ['en', 'zh'] %}
    left_{{ language }} || ' / ' || right_{{ language }} || key_{{ language }} || ' = '
    || {{ common.quotient('ratio') }} || {{ (' ' ~ p.unit) | literal }} as found_{{ language }},
    {{ common.between(p.minimum, p.maximum, p.unit, language) }} as expected_{{ language }},
    {% endfor %}
    submission_id
from worded
{% endif %}
