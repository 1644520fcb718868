{{ config(materialized='view') }}

with

cells as (select * from {{ source('ledger', 'cells') }})

select * from cells
