{#
subject: a combination of the keys `by` on the left that has a bound
subject_zh: "左侧有上限的一组 `by` 键"
parameters:
  left: {type: measures, required: true, is: "Measures whose sum must not be larger"}
  right: {type: measures, required: true, is: "Measures whose sum is the bound"}
  by: {type: texts, required: true, is: "Keys by which the left side is summed"}
  bound_by: {type: texts, required: true, is: "Those of the keys by which there are bounds"}
  factor: {type: number, default: 1, is: "The bound is the sum on the right times this", zh: "上限为右侧之和乘以此数"}
#}
{% import 'common.sql' as common %}
{% import 'measures.sql' as measures %}
with

{{ measures.members(p.by) }}

left_side as (
    {{ measures.summed(view, p.left, p.by) | indent(4) }}
),

right_side as (
    {{ measures.summed(view, p.right, p.bound_by) | indent(4) }}
),

bounded as (
    select
        {% for key in p.by %}
        {{ key }},
        {% endfor %}
        left_side.value as left_value,
        right_side.value * {{ p.factor }} as bound
    from left_side
    inner join right_side using ({{ p.bound_by | join(', ') }})
),

judged as (
    select
        {{ measures.place(p.left[0].mart, p.by) }}
        {% for language, most in [('en', 'at most'), ('zh', '不大于')] %}
        '{{ measures.named(p.left) }} ' || {{ common.number('left_value') }} || ' > '
        || '{{ p.factor }} x {{ measures.named(p.right) }} = ' || {{ common.number('bound') }} as found_{{ language }},
        '{{ most }} ' || {{ common.number('bound') }} as expected_{{ language }},
        {% endfor %}
        left_value > bound as is_broken
    from bounded
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
