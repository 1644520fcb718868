{{ config(materialized='view') }}

with

activity as (
    select *
    from {{ ref('int_source_streams__activity') }}
    where stream_kind = 'combustion'
),

factors as (select * from {{ ref('int_stream_factors__combustion') }}),

measured as (select * from {{ ref('int_fuels__measured') }}),

-- Heat values are measured in GJ/t and carbon in t C/t: neither says anything of a gas reported in m3.
chosen as (
    select
        activity.fact_id,
        activity.plant_id,
        activity.period,
        activity.scope,
        activity.emission_type,
        activity.stream_id,
        activity.stream_kind,
        activity.material_id,
        activity.counterparty_id,
        activity.method_id,
        activity.gwp_set,
        activity.activity_value,
        activity.activity_unit,
        factors.gas,
        factors.gwp,
        factors.carbon_content_per_heat,
        factors.oxidation_factor,
        factors.co2_mass,
        factors.carbon_mass,
        factors.gas_mass_per_unit,
        factors.emission_factor,
        factors.net_calorific_value_factor_id,
        factors.carbon_content_factor_id,
        factors.common_factor_ids,
        measured.net_calorific_value,
        measured.net_calorific_value_fact_id,
        measured.carbon_air_dried,
        measured.carbon_air_dried_fact_id,
        measured.moisture_received,
        measured.moisture_received_fact_id,
        measured.moisture_air_dried,
        measured.moisture_air_dried_fact_id,
        case
            when activity.activity_unit <> 't' then 'default'
            when
                measured.carbon_air_dried is not null
                and measured.moisture_received is not null
                and measured.moisture_air_dried < 100
                then 'measured_carbon'
            when measured.net_calorific_value is not null then 'measured_heat_value'
            else 'default'
        end as calculation
    from activity
    inner join factors
        on
            activity.method_id = factors.method_id
            and activity.material_id = factors.material_id
            and activity.activity_unit = factors.activity_unit
            and activity.period between factors.valid_from and factors.valid_to
    left join measured
        on
            activity.plant_id = measured.plant_id
            and activity.period = measured.period
            and activity.material_id = measured.material_id
)

select * from chosen
