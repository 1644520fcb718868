{#
subject: a submission and material that reports both indicators
subject_zh: "同时填报两个指标的一份填报及物料"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "The indicator that a quantity must not stand under a second time"}
  right: {type: terms, required: true, is: "The indicator that it stands under"}
  industries: {type: industries, is: "Only plants of these industries"}
  only_equal: {type: truth value, default: false, is: "Whether only equal quantities are one quantity reported twice"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
{% set p = dict(p, by='material', optional=[]) %}
with

{{ common.sides(view, p) }},

judged as (
    select
        *,
        {% if p.only_equal %}
        {{ intervals.gap('left_value', 'right_value', 'half_units') }} <= 0 and
        {% endif %}
        left_value <> 0 and right_value <> 0 as is_broken
    from sides
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, {{ common.words(p) }}

select
    key_id as finding_key,
    cell_ids,
    {% for language, beside, once in [('en', ' beside ', 'under one of the two'), ('zh', '，同时 ', '只填其中一项')] %}
    left_{{ language }} || '{{ beside }}' || right_{{ language }} || key_{{ language }} as found_{{ language }},
    '{{ once }}' as expected_{{ language }},
    {% endfor %}
    submission_id
from worded
{% endif %}
