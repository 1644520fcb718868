with

readings as (select * from {{ ref('stg_readings') }} where is_readable),

repeated as (
    select
        submission_id,
        indicator_id,
        material_id,
        counterparty_id,
        string_agg(sheet || '!' || address, ', ' order by sheet, row_number) as cells
    from readings
    group by submission_id, indicator_id, material_id, counterparty_id
    having count(*) > 1
)

select * from repeated
