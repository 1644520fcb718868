{{ config(materialized='view') }}

with

facts as (select * from {{ ref('stg_facts') }}),

used_submissions as (
    select submission_id
    from {{ source('checks', 'verdicts') }}
    where is_used
),

accepted as (
    select facts.*
    from facts
    semi join used_submissions on facts.submission_id = used_submissions.submission_id
)

select * from accepted
