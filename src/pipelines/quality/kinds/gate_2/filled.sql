{#
subject: a row of the mart
subject_zh: "集市的一行"
parameters:
  mart: {type: text, required: true, is: "The mart"}
  column: {type: text, required: true, is: "The column that must be filled"}
  by: {type: texts, required: true, is: "Columns that name the row in a finding: the primary key of the mart"}
#}
{% import 'measures.sql' as measures %}
with

mart_rows as (
    select *
    from marts.{{ p.mart }}
    {% if view.plant_id is not none %}
    where plant_id = {{ view.plant_id | literal }}
    {% endif %}
),

judged as (
    select
        {{ measures.place(p.mart, p.by) }}
        '{{ p.mart }}.{{ p.column }}: nothing' as found_en,
        '{{ p.mart }}.{{ p.column }}：无' as found_zh,
        'a value of {{ p.column }}' as expected_en,
        '应有 {{ p.column }} 的值' as expected_zh,
        {{ p.column }} is null as is_broken
    from mart_rows
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
