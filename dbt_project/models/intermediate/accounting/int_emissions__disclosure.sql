{{ config(materialized='view') }}

with

emissions as (select * from {{ ref('int_emissions__by_method') }}),

disclosure as (
    select * from emissions
    where
        is_default
        and scope is not null
        and scope2_basis in ('', 'location')
        and list_contains(string_split(purposes, ';'), 'disclosure')
)

select * from disclosure
