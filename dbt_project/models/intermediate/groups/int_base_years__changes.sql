with

stated as (select * from {{ ref('int_base_years__stated') }}),

recalculated as (select * from {{ ref('int_base_years__recalculated') }}),

reasons as (select * from {{ ref('int_base_years__reasons') }}),

changes as (
    select
        recalculated.entity_id,
        recalculated.year,
        recalculated.purpose,
        recalculated.method_set,
        recalculated.scope2_basis,
        recalculated.boundary,
        recalculated.base_year,
        stated.threshold_pct,
        stated.stated_tco2e,
        recalculated.recalculated_tco2e,
        recalculated.factors_tco2e,
        reasons.reason_en,
        reasons.reason_zh,
        stated.inventory_tco2e - stated.stated_tco2e as restated_tco2e,
        recalculated.same_methods_tco2e - stated.inventory_tco2e as structure_tco2e,
        recalculated.recalculated_tco2e - recalculated.same_methods_tco2e - recalculated.factors_tco2e
            as method_tco2e,
        coalesce(reasons.is_undecided, false) as is_undecided
    from recalculated
    inner join stated
        on
            recalculated.entity_id = stated.entity_id
            and recalculated.purpose = stated.purpose
            and recalculated.method_set = stated.method_set
            and recalculated.scope2_basis = stated.scope2_basis
            and recalculated.boundary = stated.boundary
            and recalculated.base_year = stated.base_year
    left join reasons on {{ of_one_inventory('recalculated', 'reasons') }}
),

judged as (
    select
        *,
        100 * {{ ratio('recalculated_tco2e - stated_tco2e', 'stated_tco2e') }} as change_pct
    from changes
)

select
    *,
    case when not is_undecided then abs(change_pct) > threshold_pct end as is_recalculated
from judged
