{# Fails with every row: for models that list what must not occur. #}
{% test is_empty(model) %}
    select * from {{ model }}
{% endtest %}
