{{ config(materialized='view') }}

with

flows as (select * from {{ ref('int_sulphur__flows') }}),

balances as (select * from {{ ref('fct_sulphur_balance') }}),

desulphurisation as (select * from {{ ref('int_desulphurisation__facts') }}),

emissions as (
    select * from {{ ref('fct_ghg_emissions') }}
    where stream_kind = 'desulphurisation' and gas = 'CO2'
),

of_balances as (
    select flows.*
    from flows
    semi join balances on flows.plant_id = balances.plant_id and flows.period = balances.period
),

desulphurised_months as (
    select distinct
        plant_id,
        period
    from desulphurisation
),

links as (
    select
        'fct_sulphur_balance' as mart,
        plant_id,
        period,
        flow as role,
        fact_id,
        sulphur_share as weight
    from of_balances
    union all by name
    select
        'fct_sulphur_balance' as mart,
        plant_id,
        period,
        flow || '_sulphur' as role,
        content_fact_id as fact_id
    from of_balances
    where content_fact_id is not null
    union all by name
    select
        'fct_desulphurisation' as mart,
        plant_id,
        period,
        case
            when role <> 'sorbent' then role
            when material_id = 'limestone' then 'limestone'
            else 'other_sorbent'
        end as role,
        fact_id,
        case when role <> 'carbonate_content' then 1 end as weight
    from desulphurisation
    union all by name
    select
        'fct_desulphurisation' as mart,
        plant_id,
        period,
        'limestone_carbonate' as role,
        fact_id,
        carbonate_share as weight
    from desulphurisation
    where role = 'sorbent' and material_id = 'limestone'
    union all by name
    select distinct
        'fct_desulphurisation' as mart,
        plant_id,
        period,
        'carbonate_content' as role,
        factor_id
    from desulphurisation
    where factor_id is not null
    union all by name
    select
        'fct_desulphurisation' as mart,
        emissions.plant_id,
        emissions.period,
        'co2_accounted' as role,
        1 as weight,
        'fct_ghg_emissions' as source_mart,
        {{ row_key(['plant_id', 'period', 'stream_id', 'gas'], 'emissions') }} as source_row_key
    from emissions
    semi join desulphurised_months
        on emissions.plant_id = desulphurised_months.plant_id and emissions.period = desulphurised_months.period
)

select
    mart,
    {{ row_key(['plant_id', 'period']) }} as row_key,
    plant_id,
    fact_id,
    factor_id,
    source_mart,
    source_row_key,
    role,
    weight
from links
