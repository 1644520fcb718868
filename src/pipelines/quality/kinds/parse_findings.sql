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
        stg_findings.found_zh,
        stg_findings.expected,
        stg_findings.expected_zh
    from staging.stg_findings
    {{ view.where('stg_findings', has_plant=false, conditions=['stg_findings.rule_id = ' ~ rule.rule_id | literal]) }}
),

judged as (
    select
        arrival_id,
        true as is_broken
    from notes
    union all
    select
        arrival_id,
        false as is_broken
    from arrivals
    anti join notes using (arrival_id)
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    submission_id,
    arrival_id,
    plant_id,
    period,
    finding_key,
    if(cell_id is null, null, [cell_id]) as cell_ids,
    sheet,
    address,
    found as found_en,
    found_zh,
    expected as expected_en,
    coalesce(expected_zh, concat({{ rule.expected_zh | literal }}, '（' || expected || '）')) as expected_zh
from notes
{% endif %}
