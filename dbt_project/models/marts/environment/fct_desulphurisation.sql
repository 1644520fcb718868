with

facts as (select * from {{ ref('int_desulphurisation__facts') }}),

emissions as (
    select * from {{ ref('fct_ghg_emissions') }}
    where stream_kind = 'desulphurisation'
),

constants as (select * from {{ ref('constants') }}),

per_so2 as (
    select
        {{ constant_value('so2_to_limestone') }} as limestone,
        {{ constant_value('so2_to_gypsum') }} as gypsum,
        {{ constant_value('so2_to_desulphurisation_co2') }} as co2
    from constants
),

per_plant_month as (
    select
        plant_id,
        period,
        sum(value) filter (where role = 'so2_removed') as so2_removed_t,
        sum(value) filter (where role = 'sorbent' and material_id = 'limestone') as limestone_t,
        sum(carbonate_t) filter (where role = 'sorbent' and material_id = 'limestone') as limestone_carbonate_t,
        sum(value) filter (where role = 'sorbent' and material_id <> 'limestone') as other_sorbents_t,
        sum(value) filter (where role = 'gypsum') as gypsum_generated_t
    from facts
    group by plant_id, period
),

accounted as (
    select
        plant_id,
        period,
        sum(gas_mass_t) as co2_accounted_t
    from emissions
    where gas = 'CO2'
    group by plant_id, period
),

expected as (
    select
        per_plant_month.*,
        {{ micro_rounded('cast(so2_removed_t as double) * per_so2.limestone') }} as limestone_expected_t,
        {{ micro_rounded('cast(so2_removed_t as double) * per_so2.gypsum') }} as gypsum_expected_t,
        {{ micro_rounded('cast(so2_removed_t as double) * per_so2.co2') }} as co2_expected_t,
        cast(accounted.co2_accounted_t as decimal(38, 6)) as co2_accounted_t,
        coalesce(per_plant_month.other_sorbents_t, 0) = 0 as is_limestone_only
    from per_plant_month
    cross join per_so2
    left join accounted
        on per_plant_month.plant_id = accounted.plant_id and per_plant_month.period = accounted.period
),

compared as (
    select
        plant_id,
        period,
        so2_removed_t,
        limestone_expected_t,
        limestone_t,
        limestone_carbonate_t,
        other_sorbents_t,
        if(is_limestone_only, {{ ratio('limestone_carbonate_t', 'limestone_expected_t') }}, null) as limestone_ratio,
        gypsum_expected_t,
        gypsum_generated_t,
        if(is_limestone_only, {{ ratio('gypsum_generated_t', 'gypsum_expected_t') }}, null) as gypsum_ratio,
        co2_expected_t,
        co2_accounted_t,
        if(is_limestone_only, {{ ratio('co2_accounted_t', 'co2_expected_t') }}, null) as co2_ratio
    from expected
)

select * from compared
