with

arrivals as (select * from {{ ref('stg_arrivals') }}),

places as (
    select distinct
        submission_id,
        arrival_id,
        form_id,
        frequency,
        plant_id,
        period
    from {{ ref('stg_places') }}
    where submission_id is not null
),

submissions as (
    select
        places.*,
        arrivals.content_id,
        arrivals.kind,
        arrivals.revision,
        arrivals.received_at,
        arrivals.path,
        arrivals.path_sequence,
        max(arrivals.received_at) over (
            partition by places.plant_id, places.period, places.frequency, arrivals.revision, arrivals.path
        ) as path_received_at
    from places
    inner join arrivals on places.arrival_id = arrivals.arrival_id
),

-- An edit in place follows what it edits even when it bears an older date.
ranked as (
    select
        * exclude (path_received_at),
        row_number() over (
            partition by plant_id, period, frequency
            order by revision desc, path_received_at desc, path desc, path_sequence desc, arrival_id asc
        ) as precedence
    from submissions
)

select * from ranked
