{# Whether a value cell holds a plain number that fits DECIMAL(19,6) as it stands. #}
{% macro is_plain_number(value_type, value_text) -%}
    coalesce(
        {{ value_type }} in ('number', 'text') and regexp_full_match({{ value_text }}, '-?\d{1,13}(?:\.\d{1,6})?'), false
    )
{%- endmacro %}
