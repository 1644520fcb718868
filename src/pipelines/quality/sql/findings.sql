-- One row per finding: a broken subject with its place, severity, state and words.
with

broken as (select * from gate.broken),

rules as (select * from gate.rules),

waivers as (
    select * from gate.waivers
    where not is_expired
),

cell_values as (select * from gate.cell_values),

submissions as (select * from staging.stg_submissions),

arrivals as (select * from staging.stg_arrivals),

-- The file of the first cell: of a correction it may be one that it builds on.
cell_arrivals as (
    select
        submission_id,
        left(content_id, 12) as content_prefix,
        arg_min(arrival_id, distance) as arrival_id
    from staging.stg_submission_sources
    group by submission_id, left(content_id, 12)
),

numbered as (
    select
        *,
        row_number() over () as number
    from broken
),

broken_cells as (
    select
        number,
        unnest(cell_ids) as cell_id
    from numbered
),

-- Values, not the cells or files in which they stand: the same values sent again keep it.
reported_values as (
    select
        broken_cells.number,
        string_agg(cell_values.reported, ';' order by cell_values.reported) as reported
    from broken_cells
    inner join cell_values on broken_cells.cell_id = cell_values.cell_id
    group by broken_cells.number
),

placed as (
    select
        broken.rule_id,
        broken.edition,
        broken.is_raised,
        broken.submission_id,
        broken.mart,
        broken.row_key,
        broken.finding_key,
        broken.found_en,
        broken.found_zh,
        broken.expected_en,
        broken.expected_zh,
        submissions.received_at,
        broken.cell_ids as cells,
        broken.sheet,
        broken.address,
        left(md5(coalesce(reported_values.reported, broken.found_en, '')), 16) as fingerprint,
        coalesce(broken.arrival_id, cell_arrivals.arrival_id, submissions.arrival_id) as arrival_id,
        coalesce(broken.plant_id, submissions.plant_id) as plant_id,
        coalesce(broken.period, submissions.period) as period
    from numbered as broken
    left join reported_values on broken.number = reported_values.number
    left join submissions on broken.submission_id = submissions.submission_id
    left join cell_arrivals
        on
            broken.submission_id = cell_arrivals.submission_id
            and split_part(broken.cell_ids[1], '!', 1) = cell_arrivals.content_prefix
),

-- An edition only warns on what came before its first day. Nothing comes before the period that it reports: an older
-- date of sending is wrong, and frees from no rule.
graded as (
    select
        placed.*,
        rules.kind,
        rules.gate,
        rules.stage,
        rules.holds,
        rules.statement_en,
        rules.statement_zh,
        arrivals.path,
        coalesce(nullif(placed.expected_en, ''), nullif(rules.expected_en, '')) as wanted_en,
        coalesce(nullif(placed.expected_zh, ''), nullif(rules.expected_zh, '')) as wanted_zh,
        case
            when placed.is_raised then 'blocking'
            when
                rules.severity in ('blocking', 'compliance')
                and greatest(coalesce(placed.received_at, arrivals.received_at), placed.period) < rules.valid_from
                then 'warning'
            else rules.severity
        end as severity
    from placed
    inner join rules on placed.rule_id = rules.rule_id and placed.edition = rules.edition
    left join arrivals on placed.arrival_id = arrivals.arrival_id
),

accepted as (
    select
        graded.*,
        (
            select min(waivers.waiver_id)
            from waivers
            where
                waivers.rule_id = graded.rule_id
                and waivers.fingerprint = graded.fingerprint
                and coalesce(waivers.plant_id = graded.plant_id, waivers.plant_id is null)
                and coalesce(graded.period >= waivers.period_from, waivers.period_from is null)
                and coalesce(graded.period <= waivers.period_to, waivers.period_to is null)
        ) as waiver_id
    from graded
),

worded as (
    select
        rule_id,
        edition as rule_edition,
        kind,
        gate,
        stage,
        severity,
        plant_id,
        period,
        submission_id,
        arrival_id,
        path,
        finding_key,
        mart,
        row_key,
        found_en as found,
        found_zh,
        wanted_en as expected,
        wanted_zh as expected_zh,
        waiver_id,
        fingerprint,
        is_raised,
        holds,
        'N' || left(
            md5(concat_ws(
                '|',
                rule_id,
                edition,
                coalesce(submission_id, arrival_id, ''),
                coalesce(plant_id, ''),
                coalesce(cast(period as varchar), ''),
                coalesce(mart, ''),
                coalesce(row_key, ''),
                coalesce(finding_key, '')
            )),
            16
        ) as finding_id,
        if(waiver_id is null, 'open', 'waived') as state,
        coalesce(sheet, nullif(regexp_extract(cells[1], '^[^!]*!(.*)!([^!]*)$', 1), '')) as sheet,
        coalesce(address, nullif(regexp_extract(cells[1], '^[^!]*!(.*)!([^!]*)$', 2), '')) as address,
        cells[1] as cell_id,
        nullif(array_to_string(cells, ';'), '') as cell_ids,
        concat(
            statement_en,
            ' Found: ' || found_en || '.',
            if(is_raised, null, ' Expected: ' || wanted_en || '.')
        ) as message_en,
        concat(
            statement_zh,
            '发现：' || found_zh || '。',
            if(is_raised, null, '应为：' || wanted_zh || '。')
        ) as message_zh
    from accepted
)

select
    finding_id,
    rule_id,
    rule_edition,
    kind,
    gate,
    stage,
    severity,
    state,
    plant_id,
    period,
    submission_id,
    arrival_id,
    path,
    sheet,
    address,
    cell_id,
    cell_ids,
    finding_key,
    mart,
    row_key,
    found,
    found_zh,
    expected,
    expected_zh,
    message_en,
    message_zh,
    waiver_id,
    fingerprint,
    is_raised,
    holds
from worded
