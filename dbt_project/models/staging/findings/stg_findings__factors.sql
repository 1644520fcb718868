with

facts as (
    select * from {{ ref('stg_facts') }}
    where frequency = 'month'
),

activities as (select * from {{ ref('stg_activities__unserved') }}),

factors as (
    select * from {{ ref('int_method_factors__candidates') }}
    where variant_id = ''
),

coefficients as (
    select * from {{ ref('int_energy__coefficients') }}
    where is_default and gap is null
),

materials as (select * from {{ ref('materials') }}),

without_factor as (
    select
        'activity_without_factor' as rule_id,
        facts.*,
        activities.stream_material_id,
        activities.method_id,
        activities.formula_id,
        activities.values_missing,
        activities.values_missing_zh
    from activities
    inner join facts on activities.fact_id = facts.fact_id
),

-- A heat value of the plant's own, in the unit of the fuel, stands in for the coefficient that is lacking.
measured as (
    select distinct
        submission_id,
        material_id,
        case indicator_id when 'fuel_net_calorific_value_gas' then 'm3' else 't' end as unit
    from facts
    where indicator_id in ('fuel_net_calorific_value', 'fuel_net_calorific_value_gas', 'biomass_net_calorific_value')
),

without_coefficient as (
    select
        'carrier_without_coefficient' as rule_id,
        facts.*,
        facts.material_id as stream_material_id
    from facts
    anti join measured
        on
            facts.submission_id = measured.submission_id
            and facts.material_id = measured.material_id
            and facts.unit = measured.unit
    anti join coefficients
        on facts.material_id = coefficients.carrier and facts.unit = coefficients.quantity_unit
    where facts.carrier = 'fuel' and facts.flow in ('consumed', 'reductant', 'exported')
),

unmatched as (
    select * from without_factor
    union all by name
    select * from without_coefficient
),

known as (
    select
        factors.method_id,
        factors.formula_id,
        string_agg(distinct materials.name_en, ', ' order by materials.name_en) as material_names_en,
        string_agg(distinct materials.name_zh, '、' order by materials.name_zh) as material_names_zh
    from factors
    inner join materials on factors.material_id = materials.material_id
    group by factors.method_id, factors.formula_id
)

select
    unmatched.rule_id,
    unmatched.arrival_id,
    unmatched.submission_id,
    unmatched.sheet,
    unmatched.address,
    'facts' as about,
    false as concerns_arrival,
    concat_ws(
        ' ', coalesce(materials.name_en, unmatched.indicator_id) || ':', unmatched.value, unmatched.unit
    ) as found,
    concat_ws(
        ' ', coalesce(materials.name_zh, unmatched.indicator_id) || '：', unmatched.value, unmatched.unit
    ) as found_zh,
    coalesce(
        'beside it: ' || unmatched.values_missing,
        'one of those that ' || unmatched.method_id || ' has a factor for: ' || known.material_names_en,
        case unmatched.rule_id
            when 'carrier_without_coefficient'
                then 'a fuel with an energy coefficient, or its measured heat value beside it'
            else 'an activity that the method of the plant has a factor for; add it to the reference data'
        end
    ) as expected,
    coalesce(
        '旁边填报：' || unmatched.values_missing_zh,
        unmatched.method_id || ' 有因子的物料之一：' || known.material_names_zh,
        case unmatched.rule_id
            when 'carrier_without_coefficient' then '有折标系数的燃料，或在旁边填报其实测发热量'
            else '工厂所用方法有因子的活动；请将其加入基础数据'
        end
    ) as expected_zh
from unmatched
left join materials on unmatched.stream_material_id = materials.material_id
left join known
    on unmatched.method_id = known.method_id and unmatched.formula_id = known.formula_id
