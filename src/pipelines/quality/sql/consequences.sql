-- Takes back the broken subjects of one rule ($1, edition $2) for which open blocking findings of other rules account:
-- all cells of such a finding are among theirs or, where this rule does not block ($3), the cell that it points at.
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
            and (
                list_has_all(broken.cell_ids, string_split(findings.cell_ids, ';'))
                or (not $3 and list_contains(broken.cell_ids, findings.cell_id))
            )
    )
