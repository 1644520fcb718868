{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('clinker', [
        'P', 'EF', 'CaO', 'CaO_0', 'MgO', 'MgO_0', 'CKD', 'CO2_per_CaO', 'CO2_per_MgO'
    ]) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        case formula_id
            when 'clinker_by_type' then p * ef
            when 'clinker_by_oxides' then p * ((cao - cao_0) * co2_per_cao + (mgo - mgo_0) * co2_per_mgo)
            when 'clinker_by_cao' then p * cao * ef * ckd
            when 'clinker_tier_1' then p * ef
        end as gas_mass,
        case formula_id
            when 'clinker_by_oxides'
                then {{ sensitivities({
                    'CaO': 'p * cao * co2_per_cao',
                    'CaO_0': '-p * cao_0 * co2_per_cao',
                    'MgO': 'p * mgo * co2_per_mgo',
                    'MgO_0': '-p * mgo_0 * co2_per_mgo',
                    'CO2_per_CaO': 'p * (cao - cao_0) * co2_per_cao',
                    'CO2_per_MgO': 'p * (mgo - mgo_0) * co2_per_mgo',
                }) }}
            else {{ sensitivities() }}
        end as sensitivities
    from inputs
)

select * from calculated
