with

facts as (
    select * from {{ ref('int_facts__accounting') }}
    where
        indicator_id in (
            'fuel_net_calorific_value', 'fuel_net_calorific_value_gas', 'biomass_net_calorific_value'
        )
),

factor_units as (select * from {{ ref('factor_units') }}),

units as (select * from {{ ref('units') }}),

-- A heat value per t says nothing of a gas reported in m3, nor the other way round.
measured as (
    select
        facts.plant_id,
        facts.period,
        facts.material_id as carrier,
        denominators.canonical_unit as quantity_unit,
        max(facts.fact_id) as fact_id,
        max(
            cast(facts.value as double)
            * cast(numerators.factor_to_canonical as double)
            / cast(denominators.factor_to_canonical as double)
        ) as gj_per_unit
    from facts
    inner join factor_units on facts.unit = factor_units.unit
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
    group by facts.plant_id, facts.period, facts.material_id, denominators.canonical_unit
)

select * from measured
