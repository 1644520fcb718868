{#
subject: a column that the mart must have
subject_zh: "集市必须具备的一列"
parameters:
  mart: {type: text, required: true, is: "The mart"}
  columns: {type: texts, required: true, is: "Columns that others rely on"}
#}
with

wanted as (
    select unnest({{ p.columns | array }}) as column_name
),

present as (
    select column_name
    from duckdb_columns()
    where
        database_name = current_database()
        and schema_name = 'marts'
        and table_name = {{ p.mart | literal }}
),

judged as (
    select
        {{ p.mart | literal }} as mart,
        wanted.column_name as finding_key,
        'column ' || wanted.column_name || ' is missing' as found_en,
        '缺少列 ' || wanted.column_name as found_zh,
        'the column ' || wanted.column_name as expected_en,
        '列 ' || wanted.column_name as expected_zh,
        present.column_name is null as is_broken
    from wanted
    left join present on wanted.column_name = present.column_name
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
