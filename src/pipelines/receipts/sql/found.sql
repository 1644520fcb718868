-- One row per receipt and finding that it shows.
create temp table found as
select
    subjects.subject_id,
    findings.*
from subjects
inner join findings on subjects.arrival_id = findings.arrival_id
where
    subjects.submission_id = ''
    or subjects.submission_id = findings.submission_id
    or (
        findings.submission_id is null
        and coalesce(findings.plant_id = subjects.plant_id, true)
        and coalesce(findings.period = subjects.first_day, true)
    )
