-- One row per plant, period and frequency: the submission that counts first among those that nothing holds.
select submission_id
from staging.stg_submissions
where submission_id not in (select held.submission_id from gate.held)
qualify row_number() over (partition by plant_id, period, frequency order by precedence) = 1
