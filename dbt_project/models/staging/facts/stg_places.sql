with

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

entries as (select * from {{ ref('stg_entries') }}),

headers as (
    select * from {{ ref('stg_headers') }}
    where not is_repeated
),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

code_matches as (select * from {{ ref('stg_code_matches') }}),

period_matches as (select * from {{ ref('stg_period_matches') }}),

forms as (select * from {{ ref('forms') }}),

plants as (select * from {{ ref('plants') }}),

{# Forms without a cover name plant and period in every row. #}
layouts_with_row_places as (
    select distinct
        form_id,
        layout_version
    from layout_columns
    where field = 'plant_id'
),

cover_places as (
    select
        arrival_id,
        '' as row_plant_text,
        '' as row_period_text,
        cover_plant_text as plant_text,
        cover_period_text as period_text,
        cover_plant_cell as plant_cell,
        cover_period_cell as period_cell
    from arrivals
    anti join
        layouts_with_row_places
        on arrivals.form_id = layouts_with_row_places.form_id and arrivals.layout_version = layouts_with_row_places.layout_version
),

entry_places as (
select
    content_id,
    form_id,
    layout_version,
    sheet,
    plant_text,
    period_text,
    min(row_number) as row_number
from entries
semi join layouts_with_row_places using (form_id, layout_version)
group by all
),

row_places as (
select
    arrivals.arrival_id,
    coalesce(entry_places.plant_text, '') as row_plant_text,
    coalesce(entry_places.period_text, '') as row_period_text,
    entry_places.plant_text,
    entry_places.period_text,
    {{ cell_in_row('plant_headers', 'entry_places.row_number') }} as plant_cell,
    {{ cell_in_row('period_headers', 'entry_places.row_number') }} as period_cell
from entry_places
inner join
    arrivals
    on entry_places.content_id = arrivals.content_id and entry_places.form_id = arrivals.form_id and entry_places.layout_version = arrivals.layout_version
left join headers as plant_headers
on
    entry_places.content_id = plant_headers.content_id
    and entry_places.form_id = plant_headers.form_id
    and entry_places.layout_version = plant_headers.layout_version
    and entry_places.sheet = plant_headers.sheet
    and plant_headers.field = 'plant_id'
left join headers as period_headers
on
    entry_places.content_id = period_headers.content_id
    and entry_places.form_id = period_headers.form_id
    and entry_places.layout_version = period_headers.layout_version
    and entry_places.sheet = period_headers.sheet
    and period_headers.field = 'period'
),

places as (
select * from cover_places
union all
select * from row_places
),

identified as (
select
places.*,
arrivals.form_id,
forms.frequency,
plant_matches.code as plant_id,
plant_matches.nearest_code as nearest_plant_id,
period_matches.period
from places
inner join arrivals on places.arrival_id = arrivals.arrival_id
inner join forms using (form_id)
left join code_matches as plant_matches
on places.plant_text = plant_matches.reported_text and plant_matches.kind = 'plant'
left join period_matches
on places.period_text = period_matches.reported_text and forms.frequency = period_matches.frequency
),

with_plants as (
select
identified.*,
plants.industry_id,
case
when identified.plant_id is not null and identified.period is not null
    then
        'S' || left(md5(concat_ws(
            '|', identified.arrival_id, identified.form_id, identified.plant_id, identified.period
        )), 16)
end as submission_id,
coalesce(
identified.frequency = 'year'
or (
    identified.period <= coalesce(plants.reports_to, identified.period)
    and {{ period_end('identified.period', 'identified.frequency') }} >= plants.reports_from
), false
) as is_due
from identified
left join plants
on
identified.plant_id = plants.plant_id
and {{ period_end('identified.period', 'identified.frequency') }} >= plants.valid_from
and identified.period <= coalesce(plants.valid_to, identified.period)
qualify row_number() over (
partition by identified.arrival_id, identified.row_plant_text, identified.row_period_text
order by plants.valid_from desc nulls last
) = 1
)

select * from with_plants
