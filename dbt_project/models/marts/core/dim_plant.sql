with

plants as (select * from {{ ref('plants') }}),

units as (select * from {{ ref('entities') }}),

industries as (select * from {{ ref('industries') }}),

provinces as (select * from {{ ref('provinces') }})

select
    plants.plant_id,
    plants.plant_name_zh,
    plants.plant_name_en,
    plants.unit_id,
    units.name_zh as unit_name_zh,
    units.name_en as unit_name_en,
    plants.industry_id as industry,
    industries.name_zh as industry_name_zh,
    industries.name_en as industry_name_en,
    plants.province_id as province,
    provinces.name_zh as province_name_zh,
    provinces.name_en as province_name_en,
    greatest(plants.valid_from, units.valid_from) as valid_from,
    least(plants.valid_to, units.valid_to) as valid_to
from plants
inner join units
    on
        plants.unit_id = units.entity_id
        and coalesce(plants.valid_from <= units.valid_to, true)
        and coalesce(plants.valid_to >= units.valid_from, true)
inner join industries on plants.industry_id = industries.industry_id
inner join provinces on plants.province_id = provinces.province_id
