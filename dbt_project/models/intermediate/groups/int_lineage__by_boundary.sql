{{ config(materialized='view') }}

with

emissions as (select * from {{ ref('fct_ghg_by_boundary') }}),

eliminations as (select * from {{ ref('fct_eliminations_by_boundary') }}),

by_method as (
    select
        purpose,
        method_id,
        plant_id,
        period,
        calculation_id,
        scope,
        case
            when scope is null then 'outside_scopes'
            when scope = 1 then 'scope_1'
            when scope2_basis = '' then 'scope_2'
            else 'scope_2_' || scope2_basis
        end as role,
        {{ row_key([
            'purpose', 'method_id', 'variant_id', 'scope2_basis', 'plant_id', 'period', 'stream_id', 'gas'
        ]) }} as row_key
    from {{ ref('fct_ghg_by_method') }}
    where is_default
),

calculations as (select * from {{ ref('int_emissions__by_method') }}),

facts as (select * from {{ ref('int_facts__accounting') }}),

method_sets as (select * from {{ ref('int_methods__sets') }}),

counted as (
    select
        'fct_ghg_by_boundary' as mart,
        {{ row_key(['boundary', 'purpose', 'method_set', 'plant_id', 'period'], 'emissions') }} as row_key,
        emissions.plant_id,
        'fct_ghg_by_method' as source_mart,
        by_method.row_key as source_row_key,
        by_method.role,
        emissions.share_pct * 0.01 as weight
    from emissions
    inner join by_method
        on
            emissions.purpose = by_method.purpose
            and emissions.method_id = by_method.method_id
            and emissions.plant_id = by_method.plant_id
            and emissions.period = by_method.period
),

shares as (
    select
        'fct_ghg_by_boundary' as mart,
        {{ row_key(['boundary', 'purpose', 'method_set', 'plant_id', 'period']) }} as row_key,
        plant_id,
        'fct_boundary_shares' as source_mart,
        {{ row_key(['boundary', 'plant_id', 'period']) }} as source_row_key,
        'share' as role,
        1 as weight
    from emissions
),

-- The two legs of a supply, told apart from others between the same plants by carrier and direction.
legs as (
    select
        by_method.*,
        facts.carrier,
        case facts.flow when 'exported' then by_method.plant_id else facts.counterparty_id end as from_plant_id,
        case facts.flow when 'exported' then facts.counterparty_id else by_method.plant_id end as to_plant_id
    from by_method
    inner join calculations on by_method.calculation_id = calculations.calculation_id
    inner join facts on calculations.fact_id = facts.fact_id
    where by_method.scope = 2 and facts.counterparty_id <> ''
),

eliminated as (
    select
        'fct_eliminations_by_boundary' as mart,
        {{ row_key(
            ['boundary', 'purpose', 'method_set', 'from_plant_id', 'to_plant_id', 'period', 'carrier'], 'eliminations'
        ) }} as row_key,
        legs.plant_id,
        'fct_ghg_by_method' as source_mart,
        legs.row_key as source_row_key,
        legs.role,
        eliminations.eliminated_share_pct * 0.01 as weight
    from eliminations
    inner join legs
        on
            eliminations.purpose = legs.purpose
            and eliminations.period = legs.period
            and eliminations.carrier = legs.carrier
            and eliminations.from_plant_id = legs.from_plant_id
            and eliminations.to_plant_id = legs.to_plant_id
    inner join method_sets
        on
            eliminations.purpose = method_sets.purpose
            and eliminations.method_set = method_sets.method_set
            and legs.plant_id = method_sets.plant_id
            and legs.period = method_sets.period
            and legs.method_id = method_sets.method_id
),

-- Only what both owners' shares have in common is taken off.
shares_of_both as (
    select
        'fct_eliminations_by_boundary' as mart,
        {{ row_key(
            ['boundary', 'purpose', 'method_set', 'from_plant_id', 'to_plant_id', 'period', 'carrier']
        ) }} as row_key,
        unnest([from_plant_id, to_plant_id]) as plant_id,
        'fct_boundary_shares' as source_mart,
        concat('boundary=', boundary, '|plant_id=', plant_id, '|period=', period) as source_row_key,
        unnest(['from_share', 'to_share']) as role,
        1 as weight
    from eliminations
),

lineage as (
    select * from counted
    union all
    select * from shares
    union all
    select * from eliminated
    union all
    select * from shares_of_both
)

select * from lineage
