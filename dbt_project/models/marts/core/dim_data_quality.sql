with

grades as (select * from {{ ref('data_quality_grades') }})

select
    data_quality,
    quality_rank,
    name_zh,
    name_en,
    source
from grades
