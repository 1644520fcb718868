with

facts as (select * from {{ ref('int_facts__accepted') }}),

accounting as (
    select
        fact_id,
        plant_id,
        period,
        indicator_id,
        material_id,
        counterparty_id,
        value,
        unit,
        flow,
        carrier,
        data_quality
    from facts
    where frequency = 'month' and domain in ('production', 'energy', 'ghg_activity')
)

select * from accounting
