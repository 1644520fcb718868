{#
subject: the rows of the mart that share some columns
subject_zh: "集市中若干列相同的行"
parameters:
  mart: {type: text, required: true, is: "The mart"}
  column: {type: text, required: true, is: "The column that must be filled"}
  by: {type: texts, required: true, is: "Columns that rows of one finding share"}
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
        concat('{{ p.mart }}.{{ p.column }}: nothing in ', count(*) - count({{ p.column }}), ' of ', count(*), ' rows')
            as found_en,
        concat('{{ p.mart }}.{{ p.column }}：', count(*), ' 行中 ', count(*) - count({{ p.column }}), ' 行无值') as found_zh,
        'a value of {{ p.column }}' as expected_en,
        '应有 {{ p.column }} 的值' as expected_zh,
        count({{ p.column }}) < count(*) as is_broken
    from mart_rows
    group by {{ p.by | join(', ') }}
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
