with

submissions as (select * from {{ ref('stg_submissions') }}),

misplaced as (
    select distinct submission_id
    from {{ ref('stg_findings__places') }}
    where rule_id in ('plant_differs_from_place', 'period_differs_from_place')
),

-- A withdrawal ends what came before: an original of a higher revision is again the first.
original_submissions as (
    select
        originals.submission_id,
        originals.plant_id,
        originals.period,
        originals.frequency,
        originals.path,
        originals.received_at,
        originals.content_id,
        originals.precedence,
        count(distinct withdrawals.revision) as withdrawals_before
    from submissions as originals
    left join submissions as withdrawals
        on
            originals.plant_id = withdrawals.plant_id
            and originals.period = withdrawals.period
            and originals.frequency = withdrawals.frequency
            and originals.revision > withdrawals.revision
            and withdrawals.kind = 'withdraws'
    where originals.kind = 'original'
    group by all
),

-- The first path at which an original of a plant and period came is the original's; edits in place stay there. A file
-- that lies at another period's place never takes the place of the file that lies at its own.
original_paths as (
    select
        originals.plant_id,
        originals.period,
        originals.frequency,
        originals.withdrawals_before,
        originals.path,
        arg_min(originals.content_id, originals.precedence) as newest_content_id,
        row_number() over (
            partition by originals.plant_id, originals.period, originals.frequency, originals.withdrawals_before
            order by bool_and(misplaced.submission_id is not null), min(originals.received_at), originals.path
        ) as place
    from original_submissions as originals
    left join misplaced on originals.submission_id = misplaced.submission_id
    group by
        originals.plant_id, originals.period, originals.frequency, originals.withdrawals_before, originals.path
),

first_originals as (
    select * from original_paths
    where place = 1
),

compared as (
    select
        originals.submission_id,
        first_originals.path as first_path,
        originals.path = first_originals.path as is_first,
        originals.content_id = first_originals.newest_content_id as is_same
    from original_submissions as originals
    inner join first_originals
        on
            originals.plant_id = first_originals.plant_id
            and originals.period = first_originals.period
            and originals.frequency = first_originals.frequency
            and originals.withdrawals_before = first_originals.withdrawals_before
)

select * from compared
