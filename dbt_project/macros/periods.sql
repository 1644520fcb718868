{# The last day of a period that begins on `period` and lasts a month or a year. #}
{% macro period_end(period, frequency) -%}
    case
        when {{ frequency }} in ('year', 'statement_year') then last_day({{ period }} + interval 11 month)
        else last_day({{ period }})
    end
{%- endmacro %}

{# A day of the month that lies so many months after a period's last day; at the latest the last day of that month. #}
{% macro day_after_period(period_end, months, day) -%}
    least(
        cast(date_trunc('month', {{ period_end }}) + to_months({{ months }}) + to_days({{ day }} - 1) as date),
        last_day(date_trunc('month', {{ period_end }}) + to_months({{ months }}))
    )
{%- endmacro %}
