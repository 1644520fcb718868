{{ config(materialized='view') }}

with

arrivals as (select * from {{ source('ledger', 'arrivals') }})

select * from arrivals
