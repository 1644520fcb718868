{#
subject: a combination of the keys `by` that stands on either side
subject_zh: "任一侧出现的一组 `by` 键"
parameters:
  left: {type: measures, required: true, is: "Measures whose sum stands on the left"}
  right: {type: measures, required: true, is: "Measures whose sum stands on the right"}
  less: {type: measures, default: [], is: "Measures that are taken off the right side; none counts as nothing to take off"}
  by: {type: texts, required: true, is: "Keys by which both sides are summed"}
  sides: {type: text, default: either, is: "`either`: a key that one side lacks is broken; `left`: only keys of the left are judged"}
  tolerance_share: {type: number, default: 0, is: "Largest difference as a share of the larger side", zh: "最大差异，占较大一侧的比例"}
#}
{% import 'common.sql' as common %}
{% import 'measures.sql' as measures %}
with

{{ measures.members(p.by) }}

left_side as (
    {{ measures.summed(view, p.left, p.by) | indent(4) }}
),

right_side as (
    {{ measures.summed(view, p.right, p.by) | indent(4) }}
),

{% if p.less %}
deducted as (
    {{ measures.summed(view, p.less, p.by) | indent(4) }}
),

{% endif %}
side_by_side as (
    select
        {% for key in p.by %}
        {{ key }},
        {% endfor %}
        left_side.value as left_value,
        right_side.value {{ '- coalesce(deducted.value, 0)' if p.less }} as right_value
    from left_side
    {{ 'full' if p.sides == 'either' else 'left' }} join right_side using ({{ p.by | join(', ') }})
    {{ 'left join deducted using (' ~ p.by | join(', ') ~ ')' if p.less }}
),

judged as (
    select
        {{ measures.place(p.left[0].mart, p.by) }}
        {% for language, nothing in [('en', 'nothing'), ('zh', '无')] %}
        concat(
            '{{ measures.named(p.left) }} ',
            coalesce({{ common.number('left_value') }}, '{{ nothing }}'),
            ' <> {{ measures.named(p.right) }}{{ ' - ' ~ measures.named(p.less) if p.less }} ',
            coalesce({{ common.number('right_value') }}, '{{ nothing }}')
        ) as found_{{ language }},
        {{ common.number('right_value') }} as expected_{{ language }},
        {% endfor %}
        coalesce(
            abs(left_value - right_value) > {{ p.tolerance_share }} * greatest(abs(left_value), abs(right_value)),
            true
        ) as is_broken
    from side_by_side
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
