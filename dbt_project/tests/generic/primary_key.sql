{# Fails with every key that stands in several rows, or that lacks a part (parts in `nullable` may be null). #}
{% test primary_key(model, columns, nullable=[]) %}
    select
        {{ columns | join(', ') }},
        count(*) as rows_with_key
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1 or {{ columns | reject('in', nullable) | join(' is null or ') }} is null
{% endtest %}
