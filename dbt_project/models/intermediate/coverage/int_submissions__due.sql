with

plants as (select * from {{ ref('plants') }}),

forms as (select * from {{ ref('forms') }}),

plant_forms as (
    select
        plants.plant_id,
        plants.unit_id,
        plants.industry_id,
        plants.valid_from as member_from,
        lead(plants.valid_from) over (
            partition by plants.plant_id, forms.form_id order by plants.valid_from
        ) as member_until,
        forms.form_id,
        forms.frequency,
        forms.due_day,
        forms.due_month_offset,
        greatest(plants.valid_from, plants.reports_from, forms.valid_from) as first_day,
        least(plants.valid_to, plants.reports_to, {{ as_of() }}) as last_day_owed
    from plants
    inner join forms on list_contains(string_split(forms.owed_with, ';'), plants.monthly_form_id)
),

periods as (
    select
        *,
        cast(unnest(generate_series(
            date_trunc(frequency, first_day),
            last_day_owed,
            case frequency when 'year' then interval 1 year else interval 1 month end
        )) as date) as period
    from plant_forms
),

period_ends as (
    select
        *,
        {{ period_end('period', 'frequency') }} as period_end
    from periods
),

due_months as (
    select
        *,
        cast(date_trunc('month', period_end) + to_months(due_month_offset) as date) as due_month
    from period_ends
)

select
    plant_id,
    unit_id,
    industry_id,
    form_id,
    frequency,
    period,
    period_end,
    least(cast(due_month + to_days(due_day - 1) as date), last_day(due_month)) as due_on
from due_months
where
    period_end >= member_from
    and (member_until is null or period_end < member_until)
