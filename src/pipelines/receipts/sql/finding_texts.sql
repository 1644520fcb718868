-- One row per finding of some receipts, in the words and order of a receipt's finding.
select
    subject_id,
    rule_id,
    severity,
    state,
    sheet,
    address,
    found,
    expected,
    message_en,
    message_zh,
    reason_en,
    reason_zh,
    other_cells
from found
where list_contains($subject_ids, subject_id)
order by subject_id, finding_id
