with

readings as (
    select * from {{ ref('stg_readings__counted') }}
    where is_readable
),

repeated as (
    select
        submission_id,
        indicator_id,
        material_id,
        counterparty_id,
        document_id
    from readings
    group by submission_id, indicator_id, material_id, counterparty_id, document_id
    having count(*) > 1
),

with_cells as (
    select
        repeated.submission_id,
        repeated.indicator_id,
        repeated.material_id,
        repeated.counterparty_id,
        repeated.document_id,
        list(concat_ws('!', readings.sheet, readings.address) order by readings.cell_id) as cells
    from repeated
    inner join readings
        on
            repeated.submission_id = readings.submission_id
            and repeated.indicator_id = readings.indicator_id
            and repeated.material_id is not distinct from readings.material_id
            and repeated.counterparty_id is not distinct from readings.counterparty_id
            and repeated.document_id = readings.document_id
    group by all
)

select * replace ({{ first_named('cells') }} as cells)
from with_cells
