{# A quotient of two exact sums, divided last; null where either is missing or the divisor is 0. #}
{% macro ratio(numerator, denominator) -%}
    {{ micro_rounded("cast(" ~ numerator ~ " as double) / nullif(cast(" ~ denominator ~ " as double), 0)") }}
{%- endmacro %}

{# The share of counts in %, rounded down to two decimals, so that 100 means all. #}
{% macro percent_rounded_down(part, whole) -%}
    cast(cast(floor({{ part }} * 10000 / nullif({{ whole }}, 0)) as decimal(5, 0)) * 0.01 as decimal(5, 2))
{%- endmacro %}
