{#
subject: a submission, or a submission and material, that reports every term that is not optional
subject_zh: "填报了全部必填项的一份填报（或其中一种物料）"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_submissions: [submission_id, period]
  staging.stg_unread_values: [submission_id, indicator_id, material_id]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "Terms whose sum must not be larger: `indicator` or `indicator:material`"}
  right: {type: terms, required: true, is: "Terms whose sum is the bound"}
  optional: {type: terms, default: [], is: "Terms that a plant leaves out where it has none of it"}
  by: {type: text, is: "`material`, where each material is judged for itself"}
  industries: {type: industries, is: "Only plants of these industries"}
  factor: {type: number, default: 1, is: "The bound is the sum on the right times this", zh: "上限为右侧之和乘以此数"}
  hours: {type: truth value, default: false, is: "Whether the bound is also multiplied by the hours of the month"}
  content: {type: indicators, default: [], is: "One indicator in %, by which the bound is also multiplied"}
  tolerance_share: {type: number, default: 0, is: "How far above the bound measuring may bring a value, as a share of it", zh: "计量可使数值超出上限的比例"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

{{ common.sides(view, p) }},

{% if p.content %}
contents as (
    select
        submission_id,
        max(value + half_unit) / 100 as share
    from staging.stg_facts
    {{ view.where(indicators=p.content) }}
    group by submission_id
),
{% endif %}

bounds as (
    select
        sides.*,
        {{ p.factor }}
        {{- ' * ' ~ common.hours_of_month('submissions.period') if p.hours }}
        {{- ' * contents.share' if p.content }} as times,
        sides.right_value * times as bound,
        sides.right_half_unit * times as bound_half_unit
    from sides
    {% if p.hours %}
    inner join staging.stg_submissions as submissions on sides.submission_id = submissions.submission_id
    {% endif %}
    {% if p.content %}
    inner join contents on sides.submission_id = contents.submission_id
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
    || {{ (factor ~ (' x ' ~ hours if p.hours else '') ~ (' x ' ~ p.content[0] if p.content else '')) | literal }} as found_{{ language }},
    '{{ most }} ' || {{ common.number('bound') }} || ' ' || unit as expected_{{ language }},
    {% endfor %}
    submission_id
from worded
{% endif %}
