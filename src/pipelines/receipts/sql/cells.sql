-- One row per cell of some receipts, in the order of sheets, rows and columns. Of a file that holds several
-- submissions, a submission's receipt repeats the rows that it reads, and the headers.
with

receipts as (
    select * from subjects
    where list_contains($subject_ids, subject_id)
),

cells as (select * from ledger.cells),

sheets as (select * from ledger.sheets),

layout_columns as (select * from ledger.layout_columns),

headers as (
    select distinct
        form_id,
        layout_version,
        sheet,
        header_row
    from layout_columns
),

readings as (
    select distinct
        submission_id,
        sheet,
        row_number
    from staging.stg_readings
    where list_contains($subject_ids, submission_id)
)

select
    receipts.subject_id,
    cells.sheet,
    headers.header_row,
    cells.address,
    cells.text,
    cells.cell_type = 'number' as is_number,
    count(*) over (partition by receipts.subject_id) as cells_of_receipt
from receipts
inner join cells on receipts.content_id = cells.content_id
inner join sheets on cells.content_id = sheets.content_id and cells.sheet = sheets.sheet
left join headers
    on
        receipts.form_id = headers.form_id
        and receipts.layout_version = headers.layout_version
        and cells.sheet = headers.sheet
left join readings
    on
        receipts.subject_id = readings.submission_id
        and cells.sheet = readings.sheet
        and cells.row_number = readings.row_number
where
    cells.text is not null
    and not list_contains($left_out, cells.sheet)
    and (not receipts.is_part or readings.submission_id is not null or cells.row_number <= headers.header_row)
qualify
    row_number() over (
        partition by receipts.subject_id order by sheets.sheet_number, cells.row_number, cells.column_number
    ) <= $most_cells
order by receipts.subject_id, sheets.sheet_number, cells.row_number, cells.column_number
