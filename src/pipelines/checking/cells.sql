-- One row per filled cell of the file at one path, sheets without data left out, in the order of sheets, rows and columns.
with

arrivals as (
    select * from staging.stg_arrivals
    where path = $path
),

cells as (select * from staging.stg_cells),

sheets as (select * from ledger.main.sheets),

headers as (
    select distinct
        form_id,
        layout_version,
        sheet,
        header_row
    from ledger.main.layout_columns
)

select
    cells.sheet,
    headers.header_row,
    cells.address,
    coalesce(cells.text, cells.formula, '') as text,
    cells.cell_type = 'number' as is_number
from arrivals
inner join cells on arrivals.content_id = cells.content_id
inner join sheets on cells.content_id = sheets.content_id and cells.sheet = sheets.sheet
left join headers
    on
        arrivals.form_id = headers.form_id
        and arrivals.layout_version = headers.layout_version
        and cells.sheet = headers.sheet
where not list_contains($left_out, cells.sheet)
order by sheets.sheet_number, cells.row_number, cells.column_number
