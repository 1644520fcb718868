-- One row per finding of a file, in the order of its cells; a finding about several submissions of the file once.
with

findings as (select * from gate.findings),

cells as (select * from staging.stg_cells),

arrivals as (select * from staging.stg_arrivals),

sheets as (select * from ledger.main.sheets),

distinct_findings as (
    select
        arrival_id,
        path,
        rule_id,
        rule_edition,
        severity,
        state,
        sheet,
        address,
        found,
        found_zh,
        expected,
        expected_zh,
        message_en,
        message_zh,
        any_value(cell_ids) as cell_ids
    from findings
    group by all
),

reached as (
    select
        distinct_findings.*,
        row_number() over () as finding_number
    from distinct_findings
),

-- Joined by the cell itself: of a file with many findings, pairs of findings and cells would be without number.
reached_cells as (
    select
        reached.finding_number,
        arrivals.content_id,
        unnest(string_split(reached.cell_ids, ';')) as cell_id,
        generate_subscripts(string_split(reached.cell_ids, ';'), 1) as position
    from reached
    inner join arrivals on reached.arrival_id = arrivals.arrival_id
),

finding_cells as (
    select
        reached_cells.finding_number,
        list({'sheet': cells.sheet, 'address': cells.address, 'text': coalesce(cells.text, cells.formula)}
        order by reached_cells.position) as cells
    from reached_cells
    inner join cells
        on reached_cells.content_id = cells.content_id and reached_cells.cell_id = cells.cell_id
    group by reached_cells.finding_number
),

placed as (
    select
        reached.*,
        finding_cells.cells,
        sheets.sheet_number,
        cells.row_number,
        cells.column_number
    from reached
    left join arrivals on reached.arrival_id = arrivals.arrival_id
    left join finding_cells on reached.finding_number = finding_cells.finding_number
    left join sheets on arrivals.content_id = sheets.content_id and reached.sheet = sheets.sheet
    left join cells
        on
            arrivals.content_id = cells.content_id
            and reached.sheet = cells.sheet
            and reached.address = cells.address
)

select
    path,
    rule_id,
    rule_edition,
    severity,
    state,
    sheet,
    address,
    found as found_en,
    found_zh,
    expected as expected_en,
    expected_zh,
    message_en,
    message_zh,
    cells
from placed
order by sheet_number nulls first, row_number nulls first, column_number, rule_id
