with

facts as (select * from {{ ref('int_facts__accounting') }}),

-- The heat of steam counts from water of 20 °C, as the guides count it.
reference_water as (
    select
        factors.factor_id,
        cast(factors.value as double) * cast(units.factor_to_canonical as double) as enthalpy
    from {{ ref('factors') }} as factors
    inner join {{ ref('units') }} as units on factors.unit = units.unit_id
    where factors.parameter = 'enthalpy_of_reference_water_20_deg_c'
),

states as (
    select
        plant_id,
        period,
        case when starts_with(indicator_id, 'steam_purchased') then 'consumed' else 'exported' end as flow,
        max(value) filter (where ends_with(indicator_id, '_enthalpy')) as enthalpy_stated,
        max(value) filter (where ends_with(indicator_id, '_pressure')) as pressure_mpa,
        max(value) filter (where ends_with(indicator_id, '_temperature')) as temperature_c,
        max(fact_id) filter (where ends_with(indicator_id, '_enthalpy')) as enthalpy_fact_id,
        string_agg(fact_id, ';' order by fact_id) filter (where not ends_with(indicator_id, '_enthalpy'))
            as state_fact_ids
    from facts
    where
        indicator_id in (
            'steam_purchased_enthalpy', 'steam_purchased_pressure', 'steam_purchased_temperature',
            'steam_exported_enthalpy', 'steam_exported_pressure', 'steam_exported_temperature'
        )
    group by all
),

steam_states as (
    select
        states.plant_id,
        states.period,
        states.flow,
        reference_water.enthalpy as reference_enthalpy,
        reference_water.factor_id,
        case
            when states.enthalpy_stated is not null then cast(states.enthalpy_stated as double)
            when states.temperature_c is not null
                then steam_enthalpy(cast(states.pressure_mpa as double), cast(states.temperature_c as double))
            else saturated_steam_enthalpy(cast(states.pressure_mpa as double))
        end as enthalpy,
        coalesce(states.enthalpy_fact_id, states.state_fact_ids) as fact_ids
    from states
    cross join reference_water
)

select * from steam_states
