with

inventory_months as (
    select
        *,
        cast(year(period) as integer) as year
    from {{ ref('int_inventory__months') }}
),

without_default as (select * from {{ ref('int_emissions__without_default') }}),

totals as (select * from {{ ref('int_inventory__totals') }}),

of_methods as (select * from {{ ref('int_inventory__without_results') }}),

every_basis as (
    select unnest(['location', 'market']) as scope2_basis
),

of_months as (
    select
        entity_id,
        year,
        boundary,
        purpose,
        method_set,
        plant_id,
        case
            when method_id is null then 'without_method'
            when share_pct is null then 'without_share'
            when not is_reported then 'not_reported'
        end as gap,
        cast(plant_id as varchar) as place,
        count(*) as months
    from inventory_months
    where method_id is null or share_pct is null or not is_reported
    group by all
),

of_streams as (
    select
        inventory_months.entity_id,
        inventory_months.year,
        inventory_months.boundary,
        inventory_months.purpose,
        inventory_months.method_set,
        without_default.scope2_basis,
        inventory_months.plant_id,
        'without_default' as gap,
        concat(inventory_months.plant_id, ' ', without_default.stream_id, ' ', without_default.gas) as place,
        count(*) as months
    from inventory_months
    inner join without_default
        on
            inventory_months.plant_id = without_default.plant_id
            and inventory_months.period = without_default.period
            and inventory_months.purpose = without_default.purpose
            and inventory_months.method_set = without_default.method_set
    group by all
),

-- Results of a year for which no plant owes a report say nothing of what is missing.
of_entities as (
    select
        totals.entity_id,
        totals.year,
        totals.boundary,
        totals.purpose,
        totals.method_set,
        totals.scope2_basis,
        'not_due' as gap,
        totals.entity_id as place
    from totals
    anti join inventory_months
        on
            totals.entity_id = inventory_months.entity_id
            and totals.year = inventory_months.year
            and totals.boundary = inventory_months.boundary
            and totals.purpose = inventory_months.purpose
            and totals.method_set = inventory_months.method_set
),

gaps as (
    select
        of_months.*,
        every_basis.scope2_basis
    from of_months
    cross join every_basis
    union all by name
    select
        of_methods.entity_id,
        of_methods.year,
        of_methods.boundary,
        of_methods.purpose,
        of_methods.method_set,
        of_methods.plant_id,
        of_methods.gap,
        of_methods.place,
        of_methods.months,
        every_basis.scope2_basis
    from of_methods
    cross join every_basis
    union all by name
    select * from of_streams
    union all by name
    select * from of_entities
)

select * from gaps
