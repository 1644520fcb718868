{#
subject: a row of the mart in which the column is filled
subject_zh: "该列有值的一行"
parameters:
  mart: {type: text, required: true, is: "The mart"}
  column: {type: text, required: true, is: "The column that is judged"}
  by: {type: texts, required: true, is: "Columns that name the row in a finding: the primary key of the mart"}
  where: {type: map, default: {}, is: "Only rows with these values: column to a value, list or \"*\""}
  without: {type: map, default: {}, is: "Not the rows with these values: column to a list of values"}
  from: {type: text, is: "Only periods from this day on"}
  minimum: {type: number, is: "The smallest value", zh: "最小值"}
  maximum: {type: number, is: "The largest value", zh: "最大值"}
#}
{% import 'common.sql' as common %}
{% import 'measures.sql' as measures %}
with

mart_rows as (
    select *
    from marts.{{ p.mart }} as rows_of_mart
    where
        {{ p.column }} is not null
        {% for name, wanted in p.where.items() %}
        and {{ measures.condition(name, wanted) }}
        {% endfor %}
        {% for name, unwanted in p.without.items() %}
        and {{ name }} not in {{ unwanted | listed }}
        {% endfor %}
        {% if p['from'] is not none %}
        and period >= date {{ p['from'] | literal }}
        {% endif %}
        {% if view.plant_id is not none %}
        and plant_id = {{ view.plant_id | literal }}
        {% endif %}
),

judged as (
    select
        {{ measures.place(p.mart, p.by) }}
        {% for language, least, most in [('en', 'at least', 'at most'), ('zh', '不小于', '不大于')] %}
        '{{ p.mart }}.{{ p.column }} ' || {{ common.number(p.column) }} as found_{{ language }},
        concat_ws(
            ', ',
            {{ (least ~ ' ' ~ p.minimum) | literal if p.minimum is not none else 'null' }},
            {{ (most ~ ' ' ~ p.maximum) | literal if p.maximum is not none else 'null' }}
        ) as expected_{{ language }},
        {% endfor %}
        not (
            {{ p.column }} >= {{ p.minimum if p.minimum is not none else p.column }}
            and {{ p.column }} <= {{ p.maximum if p.maximum is not none else p.column }}
        ) as is_broken
    from mart_rows
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
