{# Values as intervals of their printed digits: "30.01" is anything from 30.005 to 30.015, and `half_unit` is 0.005.
   Whether a sum is exact is not known, so a rule is broken only where no values inside the intervals keep it. #}

{# How far two values are apart at least, given how wide their intervals are together; negative where they meet. #}
{% macro gap(left, right, halves) -%}
(abs({{ left }} - {{ right }}) - ({{ halves }}))
{%- endmacro %}

{# Whether a whole interval lies outside two bounds, either of which may be missing. #}
{% macro lies_outside(value, half, minimum, maximum) -%}
not (
            {{ value }} + {{ half }} >= {{ minimum if minimum is not none else value }}
            and {{ value }} - {{ half }} <= {{ maximum if maximum is not none else value }}
        )
{%- endmacro %}

{# The smallest quotient of two intervals of values that are not negative. #}
{% macro least_quotient(left, left_half, right, right_half) -%}
cast({{ left }} - {{ left_half }} as double) / cast({{ right }} + {{ right_half }} as double)
{%- endmacro %}

{# The largest quotient of two such intervals; infinite where the lower one reaches zero. #}
{% macro most_quotient(left, left_half, right, right_half) -%}
if(
            {{ right }} > {{ right_half }},
            cast({{ left }} + {{ left_half }} as double) / cast({{ right }} - {{ right_half }} as double),
            'infinity'
        )
{%- endmacro %}

{# What rounding explains of a difference, in words; nothing where the values are exact. #}
{% macro explained(halves, unit, language) -%}
{% set words = 'of which rounding explains ' if language == 'en' else '其中修约可解释 ' -%}
if({{ halves }} > 0, ', {{ words }}' || format('{:,.15g}', cast({{ halves }} as double)) || ' ' || {{ unit }}, '')
{%- endmacro %}
