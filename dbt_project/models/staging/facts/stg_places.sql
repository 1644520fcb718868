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

places as (
    select
        arrival_id,
        row_plant_text,
        row_period_text,
        plant_text,
        period_text,
        plant_cell,
        period_cell,
        form_id,
        frequency,
        plant_id,
        nearest_plant_id,
        period,
        industry_id,
        is_due,
        case
            when plant_id is not null and period is not null
                then 'S' || left(md5(concat_ws('|', arrival_id, form_id, plant_id, period)), 16)
        end as submission_id
    from with_plants
)

select * from places
