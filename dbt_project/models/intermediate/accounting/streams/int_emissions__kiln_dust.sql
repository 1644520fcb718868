{{ config(materialized='view') }}

with

inputs as (
    {{ stream_inputs('kiln_dust', ['QD', 'CaO', 'CaO_0', 'MgO', 'MgO_0', 'CO2_per_CaO', 'CO2_per_MgO']) }}
),

calculated as (
    select
        calculation_number,
        is_form,
        qd * ((cao - cao_0) * co2_per_cao + (mgo - mgo_0) * co2_per_mgo) as gas_mass,
        {{ sensitivities({
            'CaO': 'qd * cao * co2_per_cao',
            'CaO_0': '-qd * cao_0 * co2_per_cao',
            'MgO': 'qd * mgo * co2_per_mgo',
            'MgO_0': '-qd * mgo_0 * co2_per_mgo',
            'CO2_per_CaO': 'qd * (cao - cao_0) * co2_per_cao',
            'CO2_per_MgO': 'qd * (mgo - mgo_0) * co2_per_mgo',
        }) }} as sensitivities
    from inputs
)

select * from calculated
