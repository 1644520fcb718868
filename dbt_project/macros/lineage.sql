{# The key of a mart row as text, `plant_id=AL01|period=2021-03-01`: its key columns in their order, null as empty. #}
{% macro row_key(columns, relation=none) -%}
    concat(
    {%- for column in columns -%}
        '{{ "" if loop.first else "|" }}{{ column }}=', {{ relation ~ "." if relation }}{{ column }}
        {{- "" if loop.last else ", " }}
    {%- endfor -%}
    )
{%- endmacro %}

{# The constant that an input is, where it is neither a fact nor a factor, as a source of lineage. #}
{% macro constant_without_factor(inputs, symbols) -%}
    case when {{ inputs }}.fact_id is null and {{ inputs }}.factor_id is null then 'constants' end as source_mart,
        case
            when {{ inputs }}.fact_id is null and {{ inputs }}.factor_id is null
                then 'constant_id=' || {{ symbols }}.constant_id
        end as source_row_key
{%- endmacro %}
