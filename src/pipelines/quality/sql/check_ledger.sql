-- One row per rule and edition of a gate: planned = passed + failed + waived + raised, in subjects.
with

rules as (select * from gate.rules),

subjects as (
    select
        rule_id,
        edition,
        sum(subjects) as subjects
    from gate.runs
    group by rule_id, edition
),

outcomes as (
    select
        rule_id,
        rule_edition as edition,
        count(*) as findings,
        count(*) filter (where is_raised) as not_judged,
        count(*) filter (where state = 'open' and not is_raised) as failed,
        count(*) filter (where state = 'waived') as waived,
        count(*) filter (where state = 'open' and is_raised) as raised
    from gate.findings
    group by rule_id, rule_edition
),

ledger as (
    select
        rules.rule_id,
        rules.edition as rule_edition,
        rules.gate,
        coalesce(subjects.subjects, 0) + coalesce(outcomes.not_judged, 0) as planned,
        coalesce(subjects.subjects, 0) + coalesce(outcomes.not_judged, 0) - coalesce(outcomes.findings, 0) as passed,
        coalesce(outcomes.failed, 0) as failed,
        coalesce(outcomes.waived, 0) as waived,
        coalesce(outcomes.raised, 0) as raised
    from rules
    left join subjects on rules.rule_id = subjects.rule_id and rules.edition = subjects.edition
    left join outcomes on rules.rule_id = outcomes.rule_id and rules.edition = outcomes.edition
)

select
    rule_id,
    rule_edition,
    gate,
    cast(planned as bigint) as planned,
    cast(passed as bigint) as passed,
    cast(failed as bigint) as failed,
    cast(waived as bigint) as waived,
    cast(raised as bigint) as raised
from ledger
order by rule_id, rule_edition
