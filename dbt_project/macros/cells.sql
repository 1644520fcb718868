{# The cell, `sheet!address`, in the column of a row of stg_headers and a row; null where the column is missing. #}
{% macro cell_in_row(headers, row_number) -%}
    {{ headers }}.sheet || '!' || {{ cell_address(headers, row_number) }}
{%- endmacro %}

{# The address (`F7`, `R7C6`) in the column of a row of stg_headers and a row number. #}
{% macro cell_address(headers, row_number) -%}
    {{ headers }}.address_prefix || {{ row_number }} || {{ headers }}.address_suffix
{%- endmacro %}

{# The finding, in an aggregation over entries, that values stand in hidden cells. #}
{% macro hidden_cells() -%}
    'hidden_cells' as rule_id,
        arg_min(address, row_number) as address,
        concat(count(*), ' values in hidden cells, from ', arg_min(address, row_number), ' on') as found,
        concat('自 ', arg_min(address, row_number), ' 起 ', count(*), ' 个数值在隐藏单元格中') as found_zh,
        'visible cells; the values were read nonetheless' as expected,
        '可见单元格；数值仍已读取' as expected_zh
{%- endmacro %}
