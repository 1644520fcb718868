{# The cell, `sheet!address`, in the column of a row of stg_headers and a row; null where the column is missing. #}
{% macro cell_in_row(headers, row_number) -%}
    {{ headers }}.sheet || '!' || {{ cell_address(headers, row_number) }}
{%- endmacro %}

{# The address (`F7`, `R7C6`) in the column of a row of stg_headers and a row number. #}
{% macro cell_address(headers, row_number) -%}
    {{ headers }}.address_prefix || {{ row_number }} || {{ headers }}.address_suffix
{%- endmacro %}
