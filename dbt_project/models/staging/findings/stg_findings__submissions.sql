with

submissions as (select * from {{ ref('stg_submissions') }}),

places as (
    select
        submission_id,
        bool_and(industry_id is not null and is_due) as is_active
    from {{ ref('stg_places') }}
    where submission_id is not null
    group by submission_id
),

misplaced as (
    select distinct submission_id
    from {{ ref('stg_findings__places') }}
    where rule_id in ('plant_differs_from_place', 'period_differs_from_place')
),

-- The first path at which an original of a plant and period came is the original's; edits in place stay there. A file
-- that lies at another period's place never takes the place of the file that lies at its own.
original_paths as (
    select
        submissions.plant_id,
        submissions.period,
        submissions.frequency,
        submissions.path,
        first_value(submissions.path) over (
            partition by submissions.plant_id, submissions.period, submissions.frequency
            order by bool_and(misplaced.submission_id is not null), min(submissions.received_at), submissions.path
        ) as first_path
    from submissions
    left join misplaced on submissions.submission_id = misplaced.submission_id
    where submissions.kind = 'original'
    group by submissions.plant_id, submissions.period, submissions.frequency, submissions.path
),

inactive as (
    select
        'plant_not_active' as rule_id,
        submissions.submission_id,
        submissions.period::varchar as found,
        'a period in which the plant is active and reports' as expected
    from submissions
    inner join places on submissions.submission_id = places.submission_id
    where not places.is_active
),

future as (
    select
        'period_in_future' as rule_id,
        submission_id,
        period::varchar as found,
        concat('a period that has begun by ', {{ as_of() }}) as expected
    from submissions
    where period > {{ as_of() }}
),

second_originals as (
    select
        'second_original' as rule_id,
        submissions.submission_id,
        'a second original of the same plant and period' as found,
        concat('kind replaces_all with a higher revision; the original is ', original_paths.first_path) as expected
    from submissions
    inner join original_paths
        on
            submissions.plant_id = original_paths.plant_id
            and submissions.period = original_paths.period
            and submissions.frequency = original_paths.frequency
            and submissions.path = original_paths.path
    where submissions.kind = 'original' and original_paths.first_path <> submissions.path
),

-- An edit in place may keep its revision; what comes to another path may not.
outdated as (
    select
        'revision_not_higher' as rule_id,
        later.submission_id,
        concat('revision ', later.revision) as found,
        concat('a revision above ', max(earlier.revision), ', which came before') as expected
    from submissions as later
    inner join submissions as earlier
        on
            later.plant_id = earlier.plant_id
            and later.period = earlier.period
            and later.frequency = earlier.frequency
    where
        (
            later.kind = 'replaces_all'
            and later.path <> earlier.path
            and (later.received_at, later.path) > (earlier.received_at, earlier.path)
            and later.revision <= earlier.revision
        )
        or (
            later.path = earlier.path
            and later.path_sequence > earlier.path_sequence
            and later.revision < earlier.revision
        )
    group by later.submission_id, later.revision
),

findings as (
    select * from inactive
    union all
    select * from future
    union all
    select * from second_originals
    union all
    select * from outdated
)

select
    findings.rule_id,
    submissions.arrival_id,
    null as sheet,
    null as address,
    findings.found,
    findings.expected,
    findings.submission_id,
    false as concerns_arrival
from findings
inner join submissions on findings.submission_id = submissions.submission_id
