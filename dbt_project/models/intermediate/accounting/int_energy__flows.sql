with

carrier_facts as (select * from {{ ref('int_energy__carrier_facts') }}),

coefficients as (select * from {{ ref('int_energy__coefficients') }}),

measured as (
    select * from {{ ref('int_fuels__measured') }}
    where net_calorific_value is not null
),

coal_equivalent as (
    select
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        reference_id
    from {{ ref('constants') }}
    where constant_id = 'coal_equivalent'
),

summed as (
    select
        plant_id,
        period,
        carrier,
        flow,
        unit as quantity_unit,
        cast(sum(value) as decimal(20, 6)) as quantity
    from carrier_facts
    group by plant_id, period, carrier, flow, unit
),

-- Heat values are measured in GJ/t: they say nothing of a gas reported in m3.
calculated as (
    select
        summed.plant_id,
        summed.period,
        summed.carrier,
        summed.flow,
        summed.quantity,
        summed.quantity_unit,
        case
            when measured.plant_id is null then cast(summed.quantity * coefficients.gj_per_unit as decimal(38, 6))
            else
                {{ micro_rounded('cast(summed.quantity as double) * cast(measured.net_calorific_value as double)') }}
        end as energy_gj,
        case
            when measured.plant_id is null then cast(summed.quantity * coefficients.tce_per_unit as decimal(38, 6))
            else
                {{ micro_rounded(
                    'cast(summed.quantity as double) * cast(measured.net_calorific_value as double)'
                    ' * coal_equivalent.denominator / coal_equivalent.numerator'
                ) }}
        end as energy_tce,
        measured.net_calorific_value_fact_id,
        case
            when measured.plant_id is null then coefficients.coefficient_ids
            else coal_equivalent.reference_id
        end as coefficient_ids
    from summed
    left join coefficients
        on summed.carrier = coefficients.carrier and summed.quantity_unit = coefficients.quantity_unit
    left join measured
        on
            summed.plant_id = measured.plant_id
            and summed.period = measured.period
            and summed.carrier = measured.material_id
            and summed.quantity_unit = 't'
    cross join coal_equivalent
),

-- Energy given away counts against energy consumed (GB/T 2589-2020).
signed as (
    select
        plant_id,
        period,
        carrier,
        flow,
        quantity_unit,
        net_calorific_value_fact_id,
        coefficient_ids,
        case flow when 'exported' then -quantity else quantity end as quantity,
        case flow when 'exported' then -energy_gj else energy_gj end as energy_gj,
        case flow when 'exported' then -energy_tce else energy_tce end as energy_tce
    from calculated
)

select * from signed
