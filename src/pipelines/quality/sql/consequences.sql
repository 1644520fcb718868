-- Takes back the broken subjects of one rule ($1, edition $2) for which open blocking findings of other rules account.
-- Where this rule blocks ($3): all cells of such a finding are among its own, or both point at the same cell. Where it
-- does not: they share any cell, because what is unusual about a wrong value says nothing.
delete from gate.broken
where
    rule_id = $1
    and edition = $2
    and not is_raised
    and exists (
        select 1
        from gate.findings
        where
            findings.submission_id = broken.submission_id
            and findings.rule_id <> broken.rule_id
            and findings.severity = 'blocking'
            and findings.state = 'open'
            and findings.cell_id is not null
            and case
                when $3
                    then
                        list_has_all(broken.cell_ids, string_split(findings.cell_ids, ';'))
                        or broken.cell_ids[1] = findings.cell_id
                else list_has_any(broken.cell_ids, string_split(findings.cell_ids, ';'))
            end
    )
