{#
subject: a submission, or a submission and material or counterparty, that reports every term that is not optional
subject_zh: "填报了全部必填项的一份填报（或其中一种物料、一个对方）"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_unread_values: [submission_id, indicator_id, material_id]
  reference.indicators: [indicator_id, name_en, name_zh, flow]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "Terms whose sum stands on the left: `indicator` or `indicator:material`"}
  right: {type: terms, required: true, is: "Terms whose sum stands on the right"}
  optional: {type: terms, default: [], is: "Terms that a plant leaves out where it has none of it"}
  by: {type: text, is: "`material` or `counterparty`, where each is judged for itself"}
  industries: {type: industries, is: "Only plants of these industries"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

{{ common.sides(view, p) }},

judged as (
    select
        *,
        {{ intervals.gap('left_value', 'right_value', 'half_units') }} > 0 as is_broken
    from sides
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, {{ common.words(p, is_equation=true) }}

select
    key_id as finding_key,
    cell_ids,
    {% for language, gap in [('en', 'difference'), ('zh', '相差')] %}
    left_{{ language }} || ' <> ' || right_{{ language }} || key_{{ language }}
    || ' ({{ gap }} ' || {{ common.number('left_value - right_value') }} || ' ' || unit
    || {{ intervals.explained('half_units', 'unit', language) }} || ')' as found_{{ language }},
    {{ common.number('right_value') }} || ' ' || unit as expected_{{ language }},
    {% endfor %}
    submission_id
from worded
{% endif %}
