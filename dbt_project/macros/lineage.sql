{# The key of a mart row as text, `plant_id=AL01|period=2021-03-01`: its key columns in their order, null as empty. #}
{% macro row_key(columns, relation=none) -%}
    concat(
    {%- for column in columns -%}
        '{{ "" if loop.first else "|" }}{{ column }}=', {{ relation ~ "." if relation }}{{ column }}
        {{- "" if loop.last else ", " }}
    {%- endfor -%}
    )
{%- endmacro %}
