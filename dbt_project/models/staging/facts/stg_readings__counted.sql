{{ config(materialized='view') }}

with

readings as (select * from {{ ref('stg_readings') }}),

whole_submissions as (
    select submission_id from {{ ref('stg_submissions') }}
    where kind not in ('replaces_values', 'withdraws')
),

corrected as (
    select * from {{ ref('stg_readings__corrected') }}
    where not is_replaced
),

whole as (
    select readings.*
    from readings
    semi join whole_submissions on readings.submission_id = whole_submissions.submission_id
)

select * from whole
union all by name
select * exclude (is_replaced) from corrected
