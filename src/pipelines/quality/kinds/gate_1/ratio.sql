{#
subject: a submission, or a submission and material, that reports both sides, the right one not zero
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, unit, cell_id, received_at]
  staging.stg_submissions: [submission_id, period]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  left: {type: terms, required: true, is: "Terms whose sum is divided: `indicator` or `indicator:material`"}
  right: {type: terms, required: true, is: "Terms whose sum it is divided by"}
  optional: {type: terms, default: [], is: "Terms that a plant leaves out where it has none of it"}
  by: {type: text, is: "`material`, where each material is judged for itself"}
  industries: {type: industries, is: "Only plants of these industries"}
  times: {type: number, default: 1, is: "The quotient is multiplied by this, to give `unit`"}
  hours: {type: truth value, default: false, is: "Whether the right side is multiplied by the hours of the month"}
  unit: {type: text, required: true, is: "Unit of the ratio"}
  minimum: {type: number, is: "The smallest ratio"}
  maximum: {type: number, is: "The largest ratio"}
#}
{% import 'common.sql' as common %}
with

{{ common.sides(view, p) }},

ratios as (
    select
        sides.*,
        sides.left_value * {{ p.times }} / (
            sides.right_value
            {{ '* ' ~ common.hours_of_month('submissions.period') if p.hours }}
        ) as ratio
    from sides
    inner join staging.stg_submissions as submissions on sides.submission_id = submissions.submission_id
    where sides.right_value <> 0
),

judged as (
    select
        submission_id,
        key_id as finding_key,
        cell_ids,
        left_en || ' / ' || right_en || key_en || ' = '
        || format('{:,.4g}', cast(ratio as double)) || {{ (' ' ~ p.unit) | literal }} as found_en,
        left_zh || ' / ' || right_zh || key_zh || ' = '
        || format('{:,.4g}', cast(ratio as double)) || {{ (' ' ~ p.unit) | literal }} as found_zh,
        {% if p.minimum is not none and p.maximum is not none %}
        {{ (p.minimum ~ ' to ' ~ p.maximum ~ ' ' ~ p.unit) | literal }} as expected_en,
        {{ (p.minimum ~ ' 至 ' ~ p.maximum ~ ' ' ~ p.unit) | literal }} as expected_zh,
        {% elif p.minimum is not none %}
        {{ ('at least ' ~ p.minimum ~ ' ' ~ p.unit) | literal }} as expected_en,
        {{ ('不小于 ' ~ p.minimum ~ ' ' ~ p.unit) | literal }} as expected_zh,
        {% else %}
        {{ ('at most ' ~ p.maximum ~ ' ' ~ p.unit) | literal }} as expected_en,
        {{ ('不大于 ' ~ p.maximum ~ ' ' ~ p.unit) | literal }} as expected_zh,
        {% endif %}
        not (
            ratio >= {{ p.minimum if p.minimum is not none else 'ratio' }}
            and ratio <= {{ p.maximum if p.maximum is not none else 'ratio' }}
        ) as is_broken
    from ratios
)

select * from judged
