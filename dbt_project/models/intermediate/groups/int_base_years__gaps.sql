with

base_years as (select * from {{ ref('base_years') }}),

structure as (select * from {{ ref('int_base_years__structure') }}),

inventory_gaps as (select * from {{ ref('int_inventory__gaps') }}),

without_default as (select * from {{ ref('int_base_years__without_default') }}),

method_sets as (select * from {{ ref('int_methods__sets') }}),

base_structure as (
    select
        base_years.entity_id,
        base_years.purpose,
        base_years.scope2_basis,
        base_years.boundary,
        base_years.base_year,
        structure.year,
        structure.plant_id,
        structure.period,
        structure.share_pct,
        case
            when structure.how_left = 'unstated' then 'left_unstated'
            when structure.share_pct is null then 'without_share'
            when structure.first_period > make_date(base_years.base_year, 1, 1)
                then
                    case structure.how_joined
                        when 'acquired' then 'acquired_without_data'
                        when 'opened' then null
                        else 'joined_unstated'
                    end
        end as gap
    from base_years
    inner join structure
        on
            base_years.entity_id = structure.entity_id
            and base_years.boundary = structure.boundary
            and base_years.base_year <= structure.year
),

gaps as (
    select
        entity_id,
        purpose,
        scope2_basis,
        boundary,
        cast(null as integer) as method_set,
        year,
        gap,
        plant_id as place
    from base_structure
    where gap is not null and (share_pct is null or share_pct > 0)
    union all by name
    select distinct
        base_structure.entity_id,
        base_structure.purpose,
        base_structure.scope2_basis,
        base_structure.boundary,
        method_sets.method_set,
        base_structure.year,
        'without_default' as gap,
        concat_ws(' ', without_default.plant_id, without_default.stream_id, without_default.gas) as place
    from base_structure
    inner join method_sets
        on
            base_structure.plant_id = method_sets.plant_id
            and base_structure.period = method_sets.period
            and base_structure.purpose = method_sets.purpose
    inner join without_default
        on
            base_structure.plant_id = without_default.plant_id
            and base_structure.base_year = without_default.base_year
            and base_structure.purpose = without_default.purpose
            and base_structure.scope2_basis = without_default.scope2_basis
            and method_sets.method_id = without_default.method_id
    where base_structure.share_pct > 0
    union all by name
    select distinct
        base_structure.entity_id,
        base_structure.purpose,
        base_structure.scope2_basis,
        base_structure.boundary,
        inventory_gaps.method_set,
        base_structure.year,
        'base_year_incomplete' as gap,
        inventory_gaps.plant_id as place
    from base_structure
    inner join inventory_gaps
        on
            base_structure.entity_id = inventory_gaps.entity_id
            and base_structure.boundary = inventory_gaps.boundary
            and base_structure.purpose = inventory_gaps.purpose
            and base_structure.scope2_basis = inventory_gaps.scope2_basis
            and base_structure.base_year = inventory_gaps.year
)

select * from gaps
