with

provinces as (select * from {{ ref('provinces') }}),

regions as (
    select
        province_id,
        'grid' as region_level,
        'grid_' || grid_region as region_id
    from provinces
    union all
    select
        province_id,
        'province' as region_level,
        'province_' || province_id as region_id
    from provinces
    union all
    select
        province_id,
        'nation' as region_level,
        'national' as region_id
    from provinces
)

select * from regions
