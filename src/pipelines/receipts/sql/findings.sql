-- One row per finding of gate 1, with the reason of its rule; places in other files are left out.
create temp table findings as
with

findings as (select * from read_parquet($findings)),

rules as (select * from reference.rules),

arrivals as (select * from staging.stg_arrivals)

select
    findings.finding_id,
    findings.rule_id,
    findings.severity,
    findings.state,
    findings.submission_id,
    findings.arrival_id,
    findings.plant_id,
    findings.period,
    coalesce(findings.found, '') as found,
    coalesce(findings.expected, '') as expected,
    coalesce(findings.message_en, '') as message_en,
    coalesce(findings.message_zh, '') as message_zh,
    coalesce(rules.reason_en, '') as reason_en,
    coalesce(rules.reason_zh, '') as reason_zh,
    coalesce(findings.cell_id is null or starts_with(findings.cell_id, left(arrivals.content_id, 12)), false) as is_here,
    list_filter(
        string_split(coalesce(findings.cell_ids, ''), ';')[2:],
        cell_id -> starts_with(cell_id, left(arrivals.content_id, 12))
    ) as other_cells,
    if(is_here, coalesce(findings.sheet, ''), '') as sheet,
    if(is_here, coalesce(findings.address, ''), '') as address
from findings
left join rules on findings.rule_id = rules.rule_id and findings.rule_edition = rules.edition
left join arrivals on findings.arrival_id = arrivals.arrival_id
