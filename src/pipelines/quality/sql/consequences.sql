-- Takes back the broken subjects of one rule ($1, edition $2) for which open blocking findings of other rules account.
-- Where this rule blocks ($3): all cells of such a finding are among its own, or both point at the same cell. Where it
-- does not: they share any cell, because what is unusual about a wrong value says nothing.
-- Joined cell by cell: a file may break a rule so often that each subject with each finding would be without number.
delete from gate.broken
where
    rule_id = $1
    and edition = $2
    and not is_raised
    and rowid in (
        with

        accounting as (
            select
                finding_id,
                submission_id,
                cell_id as first_cell_id,
                unnest(list_distinct(string_split(cell_ids, ';'))) as cell_id,
                len(list_distinct(string_split(cell_ids, ';'))) as cell_count
            from gate.findings
            where
                rule_id <> $1
                and severity = 'blocking'
                and state = 'open'
                and cell_id is not null
        ),

        subjects as (
            select
                rowid as subject_id,
                submission_id,
                cell_ids[1] as first_cell_id,
                unnest(list_distinct(cell_ids)) as cell_id
            from gate.broken
            where
                rule_id = $1
                and edition = $2
                and not is_raised
        ),

        sharing as (
            select
                subjects.subject_id,
                subjects.first_cell_id = accounting.first_cell_id as is_same_place,
                count(*) = accounting.cell_count as is_all_shared
            from subjects
            inner join accounting
                on
                    subjects.submission_id = accounting.submission_id
                    and subjects.cell_id = accounting.cell_id
            group by
                subjects.subject_id,
                subjects.first_cell_id,
                accounting.finding_id,
                accounting.first_cell_id,
                accounting.cell_count
        )

        select subject_id
        from sharing
        where not $3 or is_same_place or is_all_shared
    )
