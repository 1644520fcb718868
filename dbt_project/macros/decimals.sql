{# Whether a value cell holds a plain number that fits DECIMAL(19,6) as it stands. #}
{% macro is_plain_number(value_type, value_text) -%}
    coalesce(
        {{ value_type }} in ('number', 'text') and regexp_full_match({{ value_text }}, '-?\d{1,13}(?:\.\d{1,6})?'), false
    )
{%- endmacro %}

{# The number of a plain number's text, exactly. DECIMAL(18,6) goes first: reading it is a hundred times faster. #}
{% macro plain_number(value_text) -%}
    coalesce(
        cast(try_cast({{ value_text }} as decimal(18, 6)) as decimal(19, 6)),
        try_cast({{ value_text }} as decimal(19, 6))
    )
{%- endmacro %}

{# The number of a text with up to 12 decimals, thousands in groups of three or not; null where it is none. #}
{% macro long_number(text) -%}
    try_cast(
        if(
            regexp_full_match(trim({{ text }}), '-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?'),
            replace(trim({{ text }}), ',', ''),
            trim({{ text }})
        ) as decimal(38, 12)
    )
{%- endmacro %}
