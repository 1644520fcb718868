with

accepted as (
    select * from {{ ref('int_facts__accepted') }}
    where frequency = 'month' or flow = 'manifested'
),

determinations as (select * from {{ ref('stg_determinations') }}),

by_mart as (
    select
        accepted.fact_id,
        accepted.plant_id,
        accepted.period,
        accepted.flow,
        accepted.substance_id as pollutant,
        accepted.material_id as waste_code,
        accepted.document_id as manifest_number,
        determinations.method_id,
        accepted.value,
        case
            when accepted.flow = 'manifested' then 'fct_waste_manifests'
            when accepted.domain = 'air' and accepted.flow in ('generated', 'removed', 'emitted')
                then 'fct_air_pollutants'
            when accepted.domain = 'water' and accepted.substance_id is not null and accepted.flow = 'emitted'
                then 'fct_water_pollutants'
            when
                accepted.domain = 'water'
                and accepted.substance_id is null
                and accepted.flow in (
                    'total',
                    'fresh',
                    'circulating',
                    'other',
                    'consumed',
                    'withdrawn',
                    'discharged',
                    'opening_stock',
                    'closing_stock',
                    'wastewater_generated',
                    'wastewater_reused',
                    'wastewater_discharged'
                ) then 'fct_water'
            when
                accepted.domain in ('solid_waste', 'hazardous_waste')
                and accepted.flow in (
                    'opening_stock',
                    'generated',
                    'received',
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
    left join determinations on accepted.cell_id = determinations.cell_id
)

select * from by_mart
where mart is not null
