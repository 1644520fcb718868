{# A constant of the table `constants`, in an aggregation over it. #}
{% macro constant_value(constant_id) -%}
    max(cast(numerator as double) / cast(denominator as double)) filter (where constant_id = '{{ constant_id }}')
{%- endmacro %}
