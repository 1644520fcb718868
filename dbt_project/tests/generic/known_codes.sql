{# Fails with every code of a column (one, or several separated by `;`; `*` for all) that the referred column lacks. #}
{% test known_codes(model, references) %}
    with named_codes as (
        select
            cast(null as varchar) as column_name,
            cast(null as varchar) as code,
            false as is_known
        {% for reference in references %}
        union all
        select
            '{{ reference.column }}' as column_name,
            codes.code,
            codes.code = '*' or codes.code in (select {{ reference.field }} from {{ reference.to }}) as is_known
        from (
            select distinct unnest(string_split({{ reference.column }}, ';')) as code
            from {{ model }}
        ) as codes
        {% endfor %}
    )

    select * from named_codes
    where code is not null and not coalesce(is_known, false)
{% endtest %}
