{#
subject: a combination of the keys `by` that has enough peers (others of the same year)
subject_zh: "有足够多同年同行的一组 `by` 键"
parameters:
  left: {type: measures, required: true, is: "Measures whose sum is compared, per the sum of `right`"}
  right: {type: measures, required: true, is: "Measures of size"}
  by: {type: texts, required: true, is: "Keys by which both are summed, one of them `year`"}
  only: {type: map, default: {}, is: "Only these values of a key: key to a list of values"}
  most_times: {type: number, required: true, is: "Largest ratio to the median of the peers, up or down", zh: "与同行中位数之比（取大于一的方向）的上限"}
  least_peers: {type: number, required: true, is: "How many peers the median needs", zh: "计算中位数至少需要的同行数"}
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

intensities as (
    select
        {% for key in p.by %}
        {{ key }},
        {% endfor %}
        cast(left_side.value as double) / cast(right_side.value as double) as intensity
    from left_side
    inner join right_side using ({{ p.by | join(', ') }})
    where
        left_side.value > 0
        and right_side.value > 0
        {% for key, wanted in p.only.items() %}
        and {{ key }} in {{ wanted | listed }}
        {% endfor %}
),

compared as (
    select
        {% for key in p.by %}
        own.{{ key }},
        {% endfor %}
        own.intensity,
        median(peers.intensity) as median
    from intensities as own
    inner join intensities as peers
        on
            own.year = peers.year
            and ({% for key in p.by %}{{ ' or ' if not loop.first }}own.{{ key }} <> peers.{{ key }}{% endfor %})
    group by all
    having count(*) >= {{ p.least_peers }}
),

judged as (
    select
        {{ measures.place(p.left[0].mart, p.by) }}
        {% for language, middle in [('en', 'median of the peers'), ('zh', '同类中位数')] %}
        '{{ measures.named(p.left) }} / {{ measures.named(p.right) }} = ' || {{ common.quotient('intensity') }}
        || ', {{ middle }} ' || {{ common.quotient('median') }} as found_{{ language }},
        {% endfor %}
        'within {{ p.most_times }} times of the peers, up or down' as expected_en,
        '与同类相差不超过 {{ p.most_times }} 倍' as expected_zh,
        greatest(intensity / median, median / intensity) > {{ p.most_times }} as is_broken
    from compared
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
