-- One row per receipt that is due, with a fingerprint of all that it says of findings and verdict.
with

fingerprints as (
    select
        subject_id,
        md5(string_agg(
            concat_ws('|', finding_id, severity, state, message_en, expected, reason_en),
            '|' order by finding_id
        )) as fingerprint
    from found
    group by subject_id
)

select
    subjects.subject_id,
    subjects.arrival_id,
    subjects.submission_id,
    subjects.plant_id,
    subjects.form_id,
    subjects.period,
    subjects.verdict,
    subjects.parts,
    subjects.path,
    subjects.received_at,
    md5(concat_ws('|', $shape, subjects.arrival_id, subjects.verdict, fingerprints.fingerprint)) as fingerprint
from subjects
left join fingerprints on subjects.subject_id = fingerprints.subject_id
order by subjects.plant_id, subjects.period, subjects.form_id, subjects.subject_id
