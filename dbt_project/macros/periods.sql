{# The last day of a period that begins on `period` and lasts a month or a year. #}
{% macro period_end(period, frequency) -%}
    case
        when {{ frequency }} in ('year', 'statement_year') then last_day({{ period }} + interval 11 month)
        else last_day({{ period }})
    end
{%- endmacro %}
