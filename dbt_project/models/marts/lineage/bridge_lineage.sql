with

links as (
    select * from {{ ref('int_lineage__indicators') }}
    union all by name
    select * from {{ ref('int_lineage__environment') }}
    union all by name
    select * from {{ ref('int_lineage__sulphur') }}
    union all by name
    select * from {{ ref('int_lineage__ghg') }}
    union all by name
    select * from {{ ref('int_lineage__ghg_by_method') }}
    union all by name
    select * from {{ ref('int_lineage__eliminations') }}
    union all by name
    select * from {{ ref('int_lineage__energy') }}
    union all by name
    select * from {{ ref('int_lineage__energy_intensity') }}
    union all by name
    select * from {{ ref('int_lineage__energy_intensity_by_year') }}
    union all by name
    select * from {{ ref('int_lineage__energy_saving') }}
    union all by name
    select * from {{ ref('int_lineage__renewable_share') }}
    union all by name
    select * from {{ ref('int_lineage__cells') }}
    union all by name
    select * from {{ ref('int_lineage__by_boundary') }}
    union all by name
    select * from {{ ref('int_lineage__inventory') }}
    union all by name
    select * from {{ ref('int_lineage__disclosure') }}
    union all by name
    select * from {{ ref('int_lineage__boundary_shares') }}
    union all by name
    select * from {{ ref('int_lineage__certainty') }}
)

select
    mart,
    row_key,
    plant_id,
    fact_id,
    factor_id,
    source_mart,
    source_row_key,
    role,
    cast(weight as decimal(18, 12)) as weight
from links
