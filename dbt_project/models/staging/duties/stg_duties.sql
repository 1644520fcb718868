with

plants as (select * from {{ ref('plants') }}),

forms as (select * from {{ ref('forms') }}),

duties as (select * from {{ ref('duties') }}),

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

owed as (
    select * from period_ends
    where
        period_end >= member_from
        and (member_until is null or period_end < member_until)
),

-- A duty of the plant goes before one of its industry, and that before the one of all.
dated as (
    select
        owed.plant_id,
        owed.unit_id,
        owed.industry_id,
        owed.form_id,
        owed.frequency,
        owed.period,
        owed.period_end,
        duties.grace_days,
        {{ day_after_period('owed.period_end', 'duties.opens_month_offset', 'duties.opens_day') }} as opens_on,
        {{ day_after_period('owed.period_end', 'duties.due_month_offset', 'duties.due_day') }} as due_on
    from owed
    inner join duties
        on
            owed.form_id = duties.form_id
            and owed.plant_id = coalesce(duties.plant_id, owed.plant_id)
            and owed.industry_id = coalesce(duties.industry_id, owed.industry_id)
            and owed.period_end >= duties.valid_from
            and owed.period_end <= coalesce(duties.valid_to, owed.period_end)
    qualify row_number() over (
        partition by owed.plant_id, owed.form_id, owed.period
        order by duties.plant_id nulls last, duties.industry_id nulls last, duties.valid_from, duties.duty_id
    ) = 1
)

select
    plant_id,
    unit_id,
    industry_id,
    form_id,
    frequency,
    period,
    period_end,
    opens_on,
    due_on,
    cast(due_on + to_days(grace_days) as date) as in_time_until
from dated
