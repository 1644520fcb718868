{# Fails with every row in which one of the columns is filled and not above 0. #}
{% test positive(model, columns) %}
    select *
    from {{ model }}
    where {% for column in columns %}{{ column }} <= 0{% if not loop.last %} or {% endif %}{% endfor %}
{% endtest %}
