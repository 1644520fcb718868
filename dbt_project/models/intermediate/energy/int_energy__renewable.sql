with

flows as (
    select * from {{ ref('int_energy__flows') }}
    where energy_tce is not null
),

materials as (
    select * from {{ ref('materials') }}
    where is_renewable
),

facts as (select * from {{ ref('int_facts__accounting') }}),

plants as (
    select * from {{ ref('int_plants__methods') }}
    where renewable_carrier is not null
),

electricity as (
    select * from {{ ref('int_energy__coefficients') }}
    where is_default and carrier = 'electricity'
),

taken_in as (
    select
        flows.plant_id,
        flows.period,
        flows.carrier,
        cast(null as varchar) as fact_id,
        flows.energy_tce as renewable_tce
    from flows
    inner join materials on flows.carrier = materials.material_id
    where flows.flow in ('consumed', 'reductant')
),

-- What a wind or solar plant gives away is renewable; what another plant of the group receives of it, is too.
given_away as (
    select
        facts.plant_id,
        facts.period,
        facts.carrier,
        facts.fact_id,
        -1 as sign,
        facts.value as electricity_mwh
    from facts
    inner join plants
        on
            facts.plant_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
    where facts.carrier = 'electricity' and facts.flow = 'exported'
),

received as (
    select
        facts.plant_id,
        facts.period,
        facts.carrier,
        facts.fact_id,
        1 as sign,
        facts.value as electricity_mwh
    from facts
    inner join plants
        on
            facts.counterparty_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
    where facts.carrier = 'electricity' and facts.flow = 'consumed'
),

certified as (
    select
        plant_id,
        period,
        'electricity' as carrier,
        fact_id,
        1 as sign,
        value as electricity_mwh
    from facts
    where indicator_id = 'green_certificates_matched'
),

supplied as (
    select * from given_away
    union all
    select * from received
    union all
    select * from certified
),

contributions as (
    select
        plant_id,
        period,
        carrier,
        fact_id,
        cast(null as decimal(18, 12)) as tce_per_unit,
        renewable_tce
    from taken_in
    union all by name
    select
        supplied.plant_id,
        supplied.period,
        supplied.carrier,
        supplied.fact_id,
        cast(supplied.sign * electricity.tce_per_unit as decimal(18, 12)) as tce_per_unit,
        cast(supplied.sign * supplied.electricity_mwh * electricity.tce_per_unit as decimal(38, 6)) as renewable_tce
    from supplied
    inner join electricity on supplied.period between electricity.valid_from and electricity.valid_to
)

select * from contributions
