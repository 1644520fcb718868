{# The date by which this build judges, as a DATE literal. #}
{% macro as_of() -%}
    date '{{ env_var("POTLINE_AS_OF") }}'
{%- endmacro %}
