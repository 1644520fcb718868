with

months as (select * from {{ ref('fct_renewable_share') }}),

members as (select * from {{ ref('int_plants__by_entity') }}),

disclosed as (
    select * from {{ ref('int_disclosure__values') }}
    where disclosure_indicator_id = 'comprehensive_energy'
),

totals as (
    select
        members.entity_id,
        year(months.period) as year,
        sum(months.renewable_tce) as renewable_tce,
        sum(months.energy_tce) as energy_tce
    from months
    inner join members
        on
            months.plant_id = members.plant_id
            and last_day(months.period) >= members.member_from
            and (members.member_until is null or last_day(months.period) < members.member_until)
    group by members.entity_id, year(months.period)
),

final as (
    select
        totals.entity_id,
        totals.year,
        totals.renewable_tce,
        totals.energy_tce,
        case
            when totals.energy_tce > 0 then {{ ratio('totals.renewable_tce', 'totals.energy_tce') }}
        end as renewable_share,
        {{ percent_rounded_down('disclosed.inputs_in', 'disclosed.inputs_due') }} as coverage_pct,
        case when disclosed.inputs_in = disclosed.inputs_due then 'complete' else 'incomplete' end as status
    from totals
    left join disclosed on totals.entity_id = disclosed.entity_id and totals.year = disclosed.year
)

select * from final
