with

flows as (
    select * from {{ ref('int_energy__flows') }}
    where energy_tce is not null
),

materials as (select * from {{ ref('materials') }}),

final as (
    select
        flows.plant_id,
        flows.period,
        flows.carrier,
        flows.flow,
        cast(flows.quantity as decimal(38, 6)) as quantity,
        flows.quantity_unit,
        flows.energy_gj,
        flows.energy_tce,
        materials.is_renewable,
        flows.coefficient_ids
    from flows
    inner join materials on flows.carrier = materials.material_id
)

select * from final
