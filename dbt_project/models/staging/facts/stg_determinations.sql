with

details as (
    select * from {{ ref('stg_entry_details') }}
    where field = 'method_id'
),

method_matches as (
    select * from {{ ref('stg_code_matches') }}
    where kind = 'method_id'
)

select
    details.value_cell_id as cell_id,
    method_matches.code as method_id
from details
inner join method_matches on details.detail_text = method_matches.reported_text
where method_matches.code is not null
