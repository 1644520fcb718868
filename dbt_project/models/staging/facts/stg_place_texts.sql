with

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

headers as (
    select * from {{ ref('stg_headers') }}
    where not is_repeated
),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

foreign_tables as (select * from {{ source('ledger', 'foreign_tables') }}),

-- Forms without a cover name plant and period in every row.
layouts_with_row_places as (
    select
        form_id,
        layout_version
    from layout_columns
    where field = 'plant_id'
    union
    select
        form_id,
        layout_version
    from foreign_tables
),

cover_places as (
    select
        arrivals.arrival_id,
        '' as row_plant_text,
        '' as row_period_text,
        arrivals.cover_plant_text as plant_text,
        arrivals.cover_period_text as period_text,
        arrivals.cover_plant_cell as plant_cell,
        arrivals.cover_period_cell as period_cell
    from arrivals
    anti join layouts_with_row_places
        on
            arrivals.form_id = layouts_with_row_places.form_id
            and arrivals.layout_version = layouts_with_row_places.layout_version
),

withdrawals as (
    select arrivals.*
    from arrivals
    semi join layouts_with_row_places
        on
            arrivals.form_id = layouts_with_row_places.form_id
            and arrivals.layout_version = layouts_with_row_places.layout_version
    where arrivals.kind = 'withdraws'
),

entry_places as (select * from {{ ref('stg_row_places') }}),

row_places as (
    select
        arrivals.arrival_id,
        coalesce(entry_places.plant_text, '') as row_plant_text,
        coalesce(entry_places.period_text, '') as row_period_text,
        entry_places.plant_text,
        entry_places.period_text,
        entry_places.reported,
        coalesce(
            {{ cell_in_row('plant_headers', 'entry_places.row_number') }}, entry_places.plant_cell
        ) as plant_cell,
        coalesce(
            {{ cell_in_row('period_headers', 'entry_places.row_number') }}, entry_places.period_cell
        ) as period_cell
    from entry_places
    inner join arrivals
        on
            entry_places.content_id = arrivals.content_id
            and entry_places.form_id = arrivals.form_id
            and entry_places.layout_version = arrivals.layout_version
            and (entry_places.has_value or arrivals.kind = 'withdraws')
    left join headers as plant_headers
        on entry_places.table_number = plant_headers.table_number and plant_headers.field = 'plant_id'
    left join headers as period_headers
        on entry_places.table_number = period_headers.table_number and period_headers.field = 'period'
),

-- Where no row names it, the path does.
withdrawn_places as (
    select
        withdrawals.arrival_id,
        '' as row_plant_text,
        '' as row_period_text,
        withdrawals.place_plant_text as plant_text,
        withdrawals.place_period_text as period_text,
        null as plant_cell,
        null as period_cell
    from withdrawals
    anti join row_places on withdrawals.arrival_id = row_places.arrival_id
),

places as (
    select * from cover_places
    union all by name
    select * from row_places
    union all by name
    select * from withdrawn_places
)

select * from places
