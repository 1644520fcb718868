with

carrier_facts as (select * from {{ ref('int_energy__carrier_facts') }}),

bases as (select * from {{ ref('energy_bases') }}),

coefficients as (select * from {{ ref('int_energy__coefficients') }}),

heat_values as (select * from {{ ref('int_energy__heat_values') }}),

coal_equivalent as (
    select
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        reference_id
    from {{ ref('constants') }}
    where constant_id = 'coal_equivalent'
),

-- Energy given away counts against energy consumed (GB/T 2589-2020).
flows as (
    select
        plant_id,
        period,
        carrier,
        flow,
        unit as quantity_unit,
        cast(sum(case flow when 'exported' then -value else value end) as decimal(20, 6)) as quantity
    from carrier_facts
    group by plant_id, period, carrier, flow, unit
),

side_by_side as (
    select
        flows.*,
        bases.standard_id as standard,
        bases.valuation,
        bases.is_default,
        flows.period between coalesce(bases.valid_from, {{ open_start() }})
        and coalesce(bases.valid_to, {{ open_end() }}) as is_in_force
    from flows
    cross join bases
),

valued as (
    select
        side_by_side.*,
        case
            when heat_values.fact_ids is null
                then cast(side_by_side.quantity * coefficients.gj_per_unit as decimal(38, 6))
            else {{ micro_rounded('cast(side_by_side.quantity as double) * heat_values.gj_per_unit') }}
        end as energy_gj,
        case
            when heat_values.fact_ids is null
                then cast(side_by_side.quantity * coefficients.tce_per_unit as decimal(38, 6))
            else
                {{ micro_rounded(
                    'cast(side_by_side.quantity as double) * heat_values.gj_per_unit'
                    ' * coal_equivalent.denominator / coal_equivalent.numerator'
                ) }}
        end as energy_tce,
        heat_values.fact_ids as heat_value_fact_ids,
        case
            when heat_values.fact_ids is not null
                then concat_ws(';', heat_values.factor_ids, coal_equivalent.reference_id)
            when coefficients.gap is null then coefficients.coefficient_ids
        end as coefficient_ids,
        case
            when heat_values.fact_ids is not null then 'measured_heat_value'
            when coefficients.gap is null then coefficients.valued_by
        end as valued_by,
        case
            when heat_values.fact_ids is not null then null
            when coefficients.carrier is null then 'no_line'
            else coefficients.gap
        end as gap
    from side_by_side
    left join coefficients
        on
            side_by_side.standard = coefficients.standard
            and side_by_side.valuation = coefficients.valuation
            and side_by_side.carrier = coefficients.carrier
            and side_by_side.quantity_unit = coefficients.quantity_unit
            and side_by_side.period between coefficients.valid_from and coefficients.valid_to
    left join heat_values
        on
            side_by_side.plant_id = heat_values.plant_id
            and side_by_side.period = heat_values.period
            and side_by_side.carrier = heat_values.carrier
            and coalesce(heat_values.flow, side_by_side.flow) = side_by_side.flow
            and side_by_side.quantity_unit = heat_values.quantity_unit
    cross join coal_equivalent
)

select * from valued
