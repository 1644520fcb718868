with

place_texts as (select * from {{ ref('stg_place_texts') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

forms as (select * from {{ ref('forms') }}),

plants as (select * from {{ ref('plants') }}),

plant_matches as (
    select * from {{ ref('stg_code_matches') }}
    where kind = 'plant'
),

period_matches as (select * from {{ ref('stg_period_matches') }}),

identified as (
    select
        place_texts.*,
        arrivals.form_id,
        arrivals.kind,
        forms.frequency,
        plant_matches.code as plant_id,
        plant_matches.nearest_code as nearest_plant_id,
        period_matches.period,
        {{ period_end('period_matches.period', 'forms.frequency') }} as period_end
    from place_texts
    inner join arrivals on place_texts.arrival_id = arrivals.arrival_id
    inner join forms on arrivals.form_id = forms.form_id
    left join plant_matches on place_texts.plant_text = plant_matches.reported_text
    left join period_matches
        on place_texts.period_text = period_matches.reported_text and forms.frequency = period_matches.frequency
),

-- Base years come before a plant's first report, and a year is asked for after its last.
with_plants as (
    select
        identified.*,
        plants.industry_id,
        coalesce(
            identified.frequency in ('year', 'statement_month', 'statement_year')
            or (
                identified.period <= coalesce(plants.reports_to, identified.period)
                and identified.period_end >= plants.reports_from
            ), false
        ) as is_due
    from identified
    left join plants
        on
            identified.plant_id = plants.plant_id
            and identified.period_end >= plants.valid_from
            and identified.period <= coalesce(plants.valid_to, identified.period)
    qualify row_number() over (
        partition by identified.arrival_id, identified.row_plant_text, identified.row_period_text
        order by plants.valid_from desc nulls last
    ) = 1
),

-- Rows of one other plant or period that fill gaps of the file's larger report are slips of it, and no report.
strays as (
    select
        slips.arrival_id,
        slips.row_plant_text,
        slips.row_period_text,
        arg_max(reports.plant_text, len(reports.reported)) as meant_plant_text,
        arg_max(reports.period_text, len(reports.reported)) as meant_period_text
    from with_plants as slips
    inner join with_plants as reports
        on
            slips.arrival_id = reports.arrival_id
            and slips.industry_id = reports.industry_id
            and (slips.plant_id = reports.plant_id) <> (slips.period = reports.period)
            and len(slips.reported) < len(reports.reported)
            and not list_has_any(slips.reported, reports.reported)
    where slips.kind in ('original', 'replaces_all') and slips.frequency in ('month', 'year')
    group by slips.arrival_id, slips.row_plant_text, slips.row_period_text
),

places as (
    select
        with_plants.arrival_id,
        with_plants.row_plant_text,
        with_plants.row_period_text,
        with_plants.plant_text,
        with_plants.period_text,
        with_plants.plant_cell,
        with_plants.period_cell,
        with_plants.form_id,
        with_plants.frequency,
        with_plants.plant_id,
        with_plants.nearest_plant_id,
        with_plants.period,
        with_plants.industry_id,
        with_plants.is_due,
        strays.meant_plant_text,
        strays.meant_period_text,
        case
            when strays.arrival_id is null and with_plants.plant_id is not null and with_plants.period is not null
                then
                    'S' || left(md5(concat_ws(
                        '|', with_plants.arrival_id, with_plants.form_id, with_plants.plant_id, with_plants.period
                    )), 16)
        end as submission_id
    from with_plants
    left join strays
        on
            with_plants.arrival_id = strays.arrival_id
            and with_plants.row_plant_text = strays.row_plant_text
            and with_plants.row_period_text = strays.row_period_text
)

select * from places
