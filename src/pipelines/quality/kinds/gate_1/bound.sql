{#
subject: a submission, or a submission and material, that reports every term that is not optional
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_submissions: [submission_id, period]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "Terms whose sum must not be larger: `indicator` or `indicator:material`"}
  right: {type: terms, required: true, is: "Terms whose sum is the bound"}
  optional: {type: terms, default: [], is: "Terms that a plant leaves out where it has none of it"}
  by: {type: text, is: "`material`, where each material is judged for itself"}
  industries: {type: industries, is: "Only plants of these industries"}
  factor: {type: number, default: 1, is: "The bound is the sum on the right times this"}
  hours: {type: truth value, default: false, is: "Whether the bound is also multiplied by the hours of the month"}
  tolerance_share: {type: number, default: 0, is: "How far above the bound measuring may bring a value, as a share of it"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

{{ common.sides(view, p) }},

bounds as (
    {% if p.hours %}
    select
        sides.*,
        {{ common.hours_of_month('submissions.period') }} as hours,
        sides.right_value * {{ p.factor }} * hours as bound,
        sides.right_half_unit * {{ p.factor }} * hours as bound_half_unit
    from sides
    inner join staging.stg_submissions as submissions on sides.submission_id = submissions.submission_id
    {% else %}
    select
        *,
        right_value * {{ p.factor }} as bound,
        right_half_unit * {{ p.factor }} as bound_half_unit
    from sides
    {% endif %}
),

judged as (
    select
        *,
        left_value - left_half_unit > (bound + bound_half_unit) * (1 + {{ p.tolerance_share }}) as is_broken
    from bounds
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
, {{ common.words(p) }}

{% set factor = ' x ' ~ p.factor if p.factor != 1 else '' %}
select
    key_id as finding_key,
    cell_ids,
    {% for language, hours, most in [('en', 'hours of the month', 'at most'), ('zh', '当月小时数', '不大于')] %}
    left_{{ language }} || ' > ' || right_{{ language }} || key_{{ language }}
    || {{ (factor ~ (' x ' ~ hours if p.hours else '')) | literal }} as found_{{ language }},
    '{{ most }} ' || {{ common.number('bound') }} || ' ' || unit as expected_{{ language }},
    {% endfor %}
    submission_id
from worded
{% endif %}
