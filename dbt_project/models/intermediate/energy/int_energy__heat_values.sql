with

facts as (select * from {{ ref('int_facts__accounting') }}),

steam_states as (select * from {{ ref('int_energy__steam_states') }}),

factor_units as (select * from {{ ref('factor_units') }}),

units as (select * from {{ ref('units') }}),

-- A heat value per t says nothing of a gas reported in m3, nor the other way round.
fuels as (
    select
        facts.plant_id,
        facts.period,
        facts.material_id as carrier,
        cast(null as varchar) as flow,
        denominators.canonical_unit as quantity_unit,
        max(facts.fact_id) as fact_ids,
        cast(null as varchar) as factor_ids,
        max(
            cast(facts.value as double)
            * cast(numerators.factor_to_canonical as double)
            / cast(denominators.factor_to_canonical as double)
        ) as gj_per_unit
    from facts
    inner join factor_units on facts.unit = factor_units.unit
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
    where
        facts.indicator_id in (
            'fuel_net_calorific_value', 'fuel_net_calorific_value_gas', 'biomass_net_calorific_value'
        )
    group by facts.plant_id, facts.period, facts.material_id, denominators.canonical_unit
),

steam as (
    select
        plant_id,
        period,
        'steam' as carrier,
        flow,
        't' as quantity_unit,
        fact_ids,
        factor_id as factor_ids,
        enthalpy - reference_enthalpy as gj_per_unit
    from steam_states
    where enthalpy is not null
),

measured as (
    select * from fuels
    union all
    select * from steam
)

select * from measured
