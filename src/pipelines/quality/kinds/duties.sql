{# The calendar of duties: one row per plant and period whose submission was due before the as-of date. A plant that
   changes its owner or form has several lines; the one in force at the end of the period counts. #}
{% macro due(view) -%}
owed as (
    select
        plants.plant_id,
        forms.frequency,
        forms.due_day,
        forms.due_month_offset,
        plants.valid_from,
        plants.valid_to,
        cast(unnest(generate_series(
            date_trunc(forms.frequency, greatest(plants.valid_from, plants.reports_from, forms.valid_from)),
            least(plants.valid_to, plants.reports_to, {{ view.today() }}),
            if(forms.frequency = 'year', interval 1 year, interval 1 month)
        )) as date) as period
    from reference.plants as plants
    inner join reference.forms as forms
        on list_contains(string_split(forms.owed_with, ';'), plants.monthly_form_id)
    {{ view.where('plants', has_receipt=false) }}
),

period_ends as (
    select
        *,
        last_day(if(frequency = 'year', period + interval 11 month, period)) as period_end
    from owed
),

due_dates as (
    select
        *,
        left(cast(period as varchar), if(frequency = 'year', 4, 7)) as period_text,
        least(
            cast(
                date_trunc('month', period_end) + to_months(due_month_offset) + to_days(due_day - 1) as date
            ),
            last_day(date_trunc('month', period_end) + to_months(due_month_offset))
        ) as due_on
    from period_ends
),

due as (
    select *
    from due_dates
    where
        due_on < {{ view.today() }}
        and period_end >= valid_from
        and coalesce(period_end <= valid_to, true)
)
{%- endmacro %}
