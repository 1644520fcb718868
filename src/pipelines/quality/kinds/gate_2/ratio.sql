{#
subject: a combination of the keys `by` that stands on both sides, the right one not zero
subject_zh: "两侧均出现且右侧不为零的一组 `by` 键"
parameters:
  left: {type: measures, required: true, is: "Measures whose sum is divided"}
  right: {type: measures, required: true, is: "Measures whose sum it is divided by"}
  by: {type: texts, required: true, is: "Keys by which both sides are summed"}
  only: {type: map, default: {}, is: "Only these values of a key: key to a list of values"}
  complete: {type: truth value, default: false, is: "Only combinations of keys that every measure on the right has"}
  unit: {type: text, required: true, is: "Unit of the ratio"}
  minimum: {type: number, required: true, is: "The smallest ratio", zh: "最小比值"}
  maximum: {type: number, required: true, is: "The largest ratio", zh: "最大比值"}
#}
{% import 'common.sql' as common %}
{% import 'measures.sql' as measures %}
with

{{ measures.members(p.by) }}

left_side as (
    {{ measures.summed(view, p.left, p.by) | indent(4) }}
),

right_side as (
    {{ measures.summed(view, p.right, p.by, p.complete) | indent(4) }}
),

ratios as (
    select
        {% for key in p.by %}
        {{ key }},
        {% endfor %}
        left_side.value as left_value,
        right_side.value as right_value,
        cast(left_side.value as double) / cast(right_side.value as double) as ratio
    from left_side
    inner join right_side using ({{ p.by | join(', ') }})
    where
        right_side.value <> 0
        {% for key, wanted in p.only.items() %}
        and {{ key }} in {{ wanted | listed }}
        {% endfor %}
),

judged as (
    select
        {{ measures.place(p.left[0].mart, p.by) }}
        {% for language, to in [('en', 'to'), ('zh', '至')] %}
        '{{ measures.named(p.left) }} ' || {{ common.number('left_value') }}
        || ' / {{ measures.named(p.right) }} ' || {{ common.number('right_value') }}
        || ' = ' || {{ common.quotient('ratio') }} || {{ (' ' ~ p.unit) | literal }} as found_{{ language }},
        {{ (p.minimum ~ ' ' ~ to ~ ' ' ~ p.maximum ~ ' ' ~ p.unit) | literal }} as expected_{{ language }},
        {% endfor %}
        not (ratio >= {{ p.minimum }} and ratio <= {{ p.maximum }}) as is_broken
    from ratios
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
