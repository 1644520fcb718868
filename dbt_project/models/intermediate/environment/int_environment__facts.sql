with

accepted as (select * from {{ ref('int_facts__accepted') }}),

by_mart as (
    select
        fact_id,
        plant_id,
        period,
        flow,
        substance_id as pollutant,
        material_id as waste_code,
        value,
        case
            when domain = 'air' and flow = 'emitted' then 'fct_air_pollutants'
            when domain = 'water' and substance_id is not null and flow = 'emitted' then 'fct_water_pollutants'
            when
                domain = 'water'
                and substance_id is null
                and flow in (
                    'total',
                    'fresh',
                    'circulating',
                    'other',
                    'wastewater_generated',
                    'wastewater_reused',
                    'wastewater_discharged'
                ) then 'fct_water'
            when
                domain in ('solid_waste', 'hazardous_waste')
                and flow in (
                    'opening_stock',
                    'generated',
                    'utilised',
                    'utilised_from_stock',
                    'disposed',
                    'disposed_from_stock',
                    'dumped',
                    'transferred_out',
                    'closing_stock'
                ) then 'fct_waste'
        end as mart
    from accepted
    where frequency = 'month'
)

select * from by_mart
where mart is not null
