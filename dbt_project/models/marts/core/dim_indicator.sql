with

indicators as (select * from {{ ref('indicators') }})

select
    indicator_id,
    name_zh,
    name_en,
    domain,
    canonical_unit,
    quantity,
    material_class,
    has_counterparty,
    form_ids,
    industry_ids,
    is_required,
    substance_id,
    flow,
    carrier,
    valid_from,
    valid_to,
    help_zh,
    help_en,
    source
from indicators
