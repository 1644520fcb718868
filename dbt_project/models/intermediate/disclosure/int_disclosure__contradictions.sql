with

contradictions as (select * from {{ source('audit', 'contradictions') }})

select
    contradiction_id,
    figure_id,
    kind,
    verdict,
    title_en,
    title_zh,
    arithmetic_en,
    arithmetic_zh,
    likely_cause_en,
    likely_cause_zh
from contradictions
