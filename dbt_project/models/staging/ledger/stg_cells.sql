{{ config(materialized='view') }}

with

cells as (
    select
        content_id,
        cell_id,
        sheet,
        address,
        row_number,
        column_number,
        cell_type,
        text,
        formula,
        is_hidden
    from {{ source('ledger', 'cells') }}
)

select * from cells
