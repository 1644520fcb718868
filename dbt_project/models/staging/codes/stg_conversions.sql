with

units as (select * from {{ ref('units') }}),

materials as (select * from {{ ref('materials') }}),

canonical_units as (
    select distinct
        quantity,
        canonical_unit
    from units
),

-- Within a quantity any material will do, and none.
any_material as (
    select material_id
    from materials
    union all
    select '' as material_id
),

within_quantity as (
    select
        units.unit_id,
        units.canonical_unit,
        any_material.material_id,
        units.factor_to_canonical as factor
    from units
    cross join any_material
),

mass_to_volume as (
    select
        units.unit_id,
        canonical_units.canonical_unit,
        materials.material_id,
        cast(units.factor_to_canonical / materials.density_t_per_m3 as decimal(21, 12)) as factor
    from units
    cross join canonical_units
    cross join materials
    where units.quantity = 'mass' and canonical_units.quantity = 'volume' and materials.density_t_per_m3 is not null
),

volume_to_mass as (
    select
        units.unit_id,
        canonical_units.canonical_unit,
        materials.material_id,
        cast(units.factor_to_canonical * materials.density_t_per_m3 as decimal(21, 12)) as factor
    from units
    cross join canonical_units
    cross join materials
    where units.quantity = 'volume' and canonical_units.quantity = 'mass' and materials.density_t_per_m3 is not null
)

select * from within_quantity
union all
select * from mass_to_volume
union all
select * from volume_to_mass
