{{ config(materialized='view') }}

with

fuels as (select * from {{ ref('int_fuels__burnt') }}),

-- One fixed order of operations: amount, heat, carbon, oxidation, CO2 per carbon.
carbon_burnt as (
    select
        *,
        case calculation
            when 'measured_carbon'
                then
                    cast(activity_value as double)
                    * {{ carbon_as_received('carbon_air_dried', 'moisture_received', 'moisture_air_dried') }}
                    * oxidation_factor
            when 'measured_heat_value'
                then
                    cast(activity_value as double)
                    * cast(net_calorific_value as double)
                    * carbon_content_per_heat
                    * oxidation_factor
        end as carbon_burnt_t
    from fuels
),

calculated as (
    select
        *,
        case calculation
            when 'default' then cast(activity_value * gas_mass_per_unit as decimal(38, 12))
            else cast({{ micro_rounded('carbon_burnt_t * co2_mass / carbon_mass') }} as decimal(38, 12))
        end as gas_mass_t,
        case calculation
            when 'default' then cast(activity_value * emission_factor as decimal(38, 6))
            else {{ micro_rounded('carbon_burnt_t * co2_mass / carbon_mass * gwp') }}
        end as emissions_tco2e
    from carbon_burnt
),

emissions as (
    select
        fact_id,
        plant_id,
        period,
        scope,
        emission_type,
        stream_id,
        stream_kind,
        material_id,
        counterparty_id,
        gas,
        method_id,
        gwp_set,
        activity_value,
        activity_unit,
        gas_mass_t,
        cast(gwp as decimal(18, 6)) as gwp,
        emissions_tco2e,
        calculation,
        concat_ws(
            ';',
            case when calculation = 'default' then net_calorific_value_factor_id end,
            case when calculation <> 'measured_carbon' then carbon_content_factor_id end,
            common_factor_ids
        ) as factor_ids,
        case calculation
            when 'measured_carbon'
                then [
                    { 'fact_id': carbon_air_dried_fact_id, 'role': 'measured_carbon' },
                    { 'fact_id': moisture_received_fact_id, 'role': 'measured_moisture_received' },
                    { 'fact_id': moisture_air_dried_fact_id, 'role': 'measured_moisture_air_dried' }
                ]
            when 'measured_heat_value'
                then [{ 'fact_id': net_calorific_value_fact_id, 'role': 'measured_ncv' }]
            else []
        end as measured_facts
    from calculated
    where emissions_tco2e is not null
)

select * from emissions
