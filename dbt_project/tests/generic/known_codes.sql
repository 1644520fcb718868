{# Fails with every code of a column (one, or several separated by `;`; `*` for all) that the referred column lacks. #}
{% test known_codes(model, references) %}
    {% for reference in references %}
        select
            '{{ reference.column }}' as column_name,
            codes.code
        from (
            select distinct unnest(string_split({{ reference.column }}, ';')) as code
            from {{ model }}
        ) as codes
        anti join {{ reference.to }} as referred on codes.code = referred.{{ reference.field }}
        where codes.code <> '*'
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{% endtest %}
