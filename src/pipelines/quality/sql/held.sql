-- One row per submission that an open blocking finding holds. A finding that names no submission may be about any
-- submission of its file when they are all of one plant, so it holds them all; of several plants it holds none.
with

findings as (
    select *
    from gate.findings
    where severity = 'blocking' and state = 'open' and (holds <> 'none' or is_raised)
),

submissions as (select * from staging.stg_submissions),

-- A correction is made of the files that it builds on, too.
sources as (select * from staging.stg_submission_sources),

plants_of_arrivals as (
    select
        arrival_id,
        count(distinct plant_id) as plants
    from submissions
    group by arrival_id
),

held_by_arrival as (
    select sources.submission_id
    from findings
    inner join sources on findings.arrival_id = sources.arrival_id
    inner join plants_of_arrivals on sources.arrival_id = plants_of_arrivals.arrival_id
    where
        findings.submission_id is null
        and plants_of_arrivals.plants = 1
)

select submission_id from findings
where submission_id is not null
union
select submission_id from held_by_arrival
