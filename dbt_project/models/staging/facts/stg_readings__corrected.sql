with

sources as (
    select * from {{ ref('stg_submission_sources') }}
    where kind = 'replaces_values'
),

readings as (select * from {{ ref('stg_readings') }}),

-- Two rows report the same when all their codes are known and equal, whether the value can be read or not.
keyed as (
    select
        readings.* exclude (submission_id),
        sources.submission_id,
        sources.depth,
        readings.indicator_id is not null
        and (readings.material_text is null or readings.material_id is not null)
        and (readings.counterparty_text is null or readings.counterparty_id is not null) as has_key
    from readings
    inner join sources on readings.submission_id = sources.source_submission_id
),

compared as (
    select
        * exclude (depth, has_key),
        has_key and depth > min(if(has_key, depth, null)) over (
            partition by submission_id, indicator_id, material_id, counterparty_id, document_id
        ) as is_replaced
    from keyed
)

select * from compared
