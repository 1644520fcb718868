with

months as (
    select
        entity_id,
        cast(year(period) as integer) as year,
        purpose,
        method_set,
        boundary,
        unnest(['location', 'market']) as scope2_basis,
        count(*) as months_due,
        count(*) filter (where is_reported and share_pct is not null and method_id is not null) as months_in
    from {{ ref('int_inventory__months') }}
    group by all
),

totals as (select * from {{ ref('int_inventory__totals') }}),

reasons as (select * from {{ ref('int_inventory__reasons') }}),

bases as (select * from {{ ref('int_base_years__changes') }}),

inventories as (
    select
        entity_id,
        year,
        purpose,
        method_set,
        scope2_basis,
        boundary
    from months
    union
    select
        entity_id,
        year,
        purpose,
        method_set,
        scope2_basis,
        boundary
    from totals
),

final as (
    select
        inventories.entity_id,
        inventories.year,
        inventories.purpose,
        inventories.method_set,
        inventories.scope2_basis,
        inventories.boundary,
        totals.method_ids,
        totals.scope_1_tco2e,
        totals.scope_2_tco2e,
        totals.outside_scopes_tco2e,
        totals.eliminations_tco2e,
        totals.total_tco2e,
        {{ percent_rounded_down('months.months_in', 'months.months_due') }} as coverage_pct,
        reasons.reason_en,
        reasons.reason_zh,
        bases.base_year,
        bases.stated_tco2e as base_stated_tco2e,
        bases.recalculated_tco2e as base_recalculated_tco2e,
        bases.change_pct as base_change_pct,
        bases.is_recalculated as base_is_recalculated,
        bases.structure_tco2e as base_change_structure_tco2e,
        bases.method_tco2e as base_change_method_tco2e,
        bases.factors_tco2e as base_change_factors_tco2e,
        bases.restated_tco2e as base_change_restated_tco2e,
        case
            when reasons.reason_en is null and totals.total_tco2e is not null then 'complete' else 'incomplete'
        end as status,
        {{ base_reason('en') }} as base_reason_en,
        {{ base_reason('zh') }} as base_reason_zh
    from inventories
    left join months on {{ of_one_inventory('inventories', 'months') }}
    left join totals on {{ of_one_inventory('inventories', 'totals') }}
    left join reasons on {{ of_one_inventory('inventories', 'reasons') }}
    left join bases on {{ of_one_inventory('inventories', 'bases') }}
)

select * from final
