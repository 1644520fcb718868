{#
subject: a submission, or a submission and material, that reports every term that is not optional
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, unit, cell_id, received_at]
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
  tolerance_share: {type: number, default: 0, is: "How far above the bound is still taken as equal, as a share of it"}
#}
{% import 'common.sql' as common %}
with

{{ common.sides(view, p) }},

bounds as (
    select
        sides.*,
        sides.right_value * {{ p.factor }}
        {{ '* ' ~ common.hours_of_month('submissions.period') if p.hours }} as bound
    from sides
    inner join staging.stg_submissions as submissions on sides.submission_id = submissions.submission_id
),

judged as (
    select
        submission_id,
        key_id as finding_key,
        cell_ids,
        {% set factor = ' x ' ~ p.factor if p.factor != 1 else '' %}
        left_en || ' > ' || right_en || key_en
        || {{ (factor ~ (' x hours of the month' if p.hours else '')) | literal }} as found_en,
        left_zh || ' > ' || right_zh || key_zh
        || {{ (factor ~ (' x 当月小时数' if p.hours else '')) | literal }} as found_zh,
        'at most ' || {{ common.number('bound') }} || ' ' || left_unit as expected_en,
        '不大于 ' || {{ common.number('bound') }} || ' ' || left_unit as expected_zh,
        left_value > bound * (1 + {{ p.tolerance_share }}) as is_broken
    from bounds
)

select * from judged
