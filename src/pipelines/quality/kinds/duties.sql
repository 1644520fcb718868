{# What was due and is late: one row per plant and period whose last day in time lies before the as-of date. #}
{% macro due(view) -%}
due as (
    select
        *,
        left(cast(period as varchar), if(frequency = 'year', 4, 7)) as period_text
    from staging.stg_duties
    {{ view.where(has_receipt=false, conditions=['in_time_until < ' ~ view.today()] + view.in_force('in_time_until')) }}
)
{%- endmacro %}
