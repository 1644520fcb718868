with recursive

submissions as (select * from {{ ref('stg_submissions') }}),

-- A correction builds on what counts next, but not on its own earlier text: an edit in place takes that text's place.
bases as (
    select
        corrections.submission_id,
        arg_min(earlier.submission_id, earlier.precedence) as base_id
    from submissions as corrections
    inner join submissions as earlier
        on
            corrections.plant_id = earlier.plant_id
            and corrections.period = earlier.period
            and corrections.frequency = earlier.frequency
    where
        corrections.kind = 'replaces_values'
        and earlier.precedence > corrections.precedence
        and not (
            earlier.kind = 'replaces_values'
            and earlier.path = corrections.path
            and earlier.revision = corrections.revision
        )
    group by corrections.submission_id
),

chains as (
    select
        submission_id,
        submission_id as source_submission_id,
        0 as distance
    from submissions
    union all
    select
        chains.submission_id,
        bases.base_id as source_submission_id,
        chains.distance + 1 as distance
    from chains
    inner join bases on chains.source_submission_id = bases.submission_id
),

sources as (
    select
        chains.submission_id,
        chains.source_submission_id,
        chains.distance,
        sources.kind as source_kind,
        sources.arrival_id,
        sources.content_id,
        sources.path,
        submissions.kind,
        submissions.received_at
    from chains
    inner join submissions on chains.submission_id = submissions.submission_id
    inner join submissions as sources on chains.source_submission_id = sources.submission_id
    where sources.kind <> 'withdraws'
)

select * from sources
