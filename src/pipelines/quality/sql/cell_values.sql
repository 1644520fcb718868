-- What the cells of broken subjects report, where it is not noted yet; of rules with waivers alone ($1), or of all.
insert into gate.cell_values
with

asked as (
    select distinct unnest(cell_ids) as cell_id
    from gate.broken
    where not $1 or rule_id in (select waivers.rule_id from gate.waivers)
)

select
    facts.cell_id,
    any_value(concat_ws(
        '|',
        facts.indicator_id,
        facts.material_id,
        facts.counterparty_id,
        facts.reported_text,
        facts.reported_unit_id
    )) as reported
from staging.stg_facts as facts
semi join asked on facts.cell_id = asked.cell_id
anti join gate.cell_values on facts.cell_id = cell_values.cell_id
group by facts.cell_id
