{# What staging and intake noted while reading, as a rule judges it: one row per file without a note, and one per note. #}
with

arrivals as (
    select arrival_id
    from staging.stg_arrivals
    {{ view.where(has_plant=false) }}
),

notes as (
    select distinct
        stg_findings.submission_id,
        stg_findings.arrival_id,
        stg_findings.plant_id,
        stg_findings.period,
        concat_ws(
            '|',
            stg_findings.finding_key,
            stg_findings.sheet,
            stg_findings.address,
            md5(coalesce(stg_findings.found, ''))
        ) as finding_key,
        stg_findings.sheet,
        stg_findings.address,
        stg_findings.cell_id,
        stg_findings.found,
        stg_findings.expected
    from staging.stg_findings
    inner join arrivals on stg_findings.arrival_id = arrivals.arrival_id
    where stg_findings.rule_id = {{ rule.rule_id | literal }}
),

judged as (
    select
        submission_id,
        arrival_id,
        plant_id,
        period,
        finding_key,
        [cell_id] as cell_ids,
        sheet,
        address,
        found as found_en,
        found as found_zh,
        expected as expected_en,
        concat({{ rule.expected_zh | literal }}, '（' || expected || '）') as expected_zh,
        true as is_broken
    from notes
    union all by name
    select
        arrivals.arrival_id,
        '' as finding_key,
        false as is_broken
    from arrivals
    anti join notes on arrivals.arrival_id = notes.arrival_id
)

select * from judged
