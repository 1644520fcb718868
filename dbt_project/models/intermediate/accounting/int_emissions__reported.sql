with

facts as (
    select * from {{ ref('int_facts__accepted') }}
    where domain = 'ghg_reported'
),

methods as (
    select * from {{ ref('methods') }}
    where method_id = 'reported'
),

potentials as (
    select
        factor_id,
        material_id,
        series,
        cast(value as decimal(18, 6)) as gwp
    from {{ ref('factors') }}
    where parameter = 'gwp100'
),

-- A mass of gas takes the potential of the method; what came in CO2 equivalent stays as it came.
weighed as (
    select
        facts.*,
        methods.method_id,
        methods.purposes as purpose,
        facts.flow = 'gas_mass' as is_mass,
        if(facts.flow = 'gas_mass', methods.gwp_set, facts.flow) as gwp_set
    from facts
    cross join methods
),

emissions as (
    select
        weighed.fact_id,
        weighed.plant_id,
        weighed.period,
        weighed.purpose,
        weighed.method_id,
        weighed.material_id as gas,
        weighed.gwp_set,
        weighed.value as activity_value,
        weighed.unit as activity_unit,
        weighed.data_quality,
        potentials.gwp,
        potentials.factor_id,
        '' as scope2_basis,
        cast(if(weighed.is_mass, weighed.value * potentials.gwp, weighed.value) as decimal(38, 6)) as emissions_tco2e,
        concat_ws(
            ' ',
            if(weighed.frequency = 'statement_year', 'year', 'month'),
            weighed.gwp_set,
            if(weighed.is_mass, 'mass', 'co2e')
        ) as variant_id,
        concat('reported:', weighed.document_id) as stream_id,
        case when weighed.is_mass then cast(weighed.value as decimal(38, 12)) end as gas_mass_t
    from weighed
    left join potentials
        on
            weighed.is_mass
            and weighed.material_id = potentials.material_id
            and weighed.gwp_set = potentials.series
)

select * from emissions
