{#
subject: a submission, or a submission and material, that reports every term that is not optional
subject_zh: "填报了全部必填项的一份填报（或其中一种物料）"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_unread_values: [submission_id, indicator_id, material_id]
  reference.indicators: [indicator_id, name_en, name_zh, flow]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "What was there and came in: `indicator` or `indicator:material`"}
  right: {type: terms, required: true, is: "What went out and is left"}
  optional: {type: terms, default: [], is: "Terms that a plant leaves out where it has none of it"}
  by: {type: text, is: "`material`, where each material is judged for itself"}
  industries: {type: industries, is: "Only plants of these industries"}
  tolerance_share: {type: number, default: 0, is: "Largest gap beyond rounding that measuring explains, as a share of `of`", zh: "计量可解释的最大差额（超出修约部分），占 `of` 的比例"}
  of: {type: indicators, required: true, is: "Terms whose sum the share is taken of"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

{{ common.sides(view, p) }},

bases as (
    select
        submission_id,
        key_id,
        sum(value) as base_value
    from facts
    where indicator_id in {{ p.of | listed }}
    group by submission_id, key_id
),

judged as (
    select
        sides.*,
        {{ p.tolerance_share }} * bases.base_value + sides.half_units as most,
        {{ intervals.gap('sides.left_value', 'sides.right_value', 'most') }} > 0 as is_broken
    from sides
    inner join bases
        on
            sides.submission_id = bases.submission_id
            and sides.key_id = bases.key_id
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, {{ common.words(p, is_equation=true) }}

select
    key_id as finding_key,
    cell_ids,
    {% for language, gap, at_most in [('en', 'gap', 'a gap of at most'), ('zh', '缺口', '缺口不大于')] %}
    left_{{ language }} || ' <> ' || right_{{ language }} || key_{{ language }}
    || ' ({{ gap }} ' || {{ common.number('left_value - right_value') }} || ' ' || unit || ')' as found_{{ language }},
    '{{ at_most }} ' || {{ common.number('most') }} || ' ' || unit as expected_{{ language }},
    {% endfor %}
    submission_id
from worded
{% endif %}
