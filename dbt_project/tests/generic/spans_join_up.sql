{# Fails with every span of a key that overlaps the next one or leaves a gap before it. #}
{% test spans_join_up(model, columns) %}
    select
        {{ columns | join(', ') }},
        valid_from,
        valid_to,
        lead(valid_from) over (partition by {{ columns | join(', ') }} order by valid_from) as next_valid_from
    from {{ model }}
    qualify next_valid_from <> valid_to + interval 1 day
{% endtest %}
