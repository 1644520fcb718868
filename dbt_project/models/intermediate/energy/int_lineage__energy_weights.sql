with

facts as (select * from {{ ref('int_facts__accounting') }}),

heat_values as (select * from {{ ref('int_energy__heat_values') }}),

coefficients as (select * from {{ ref('energy_coefficients') }}),

factors as (select * from {{ ref('factors') }}),

constants as (select * from {{ ref('constants') }}),

factor_units as (select * from {{ ref('factor_units') }}),

units as (select * from {{ ref('units') }}),

unit_weights as (
    select
        factor_units.unit,
        cast(numerators.factor_to_canonical as double) / cast(denominators.factor_to_canonical as double) as weight
    from factor_units
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
),

measured as (
    select distinct
        carrier,
        unnest(string_split(fact_ids, ';')) as fact_id
    from heat_values
),

-- The state of steam gives its heat by an equation of state, not by a product.
of_facts as (
    select
        facts.fact_id as source_id,
        case when measured.carrier = 'steam' then 'steam_state' else 'measured_ncv' end as role,
        case when measured.carrier <> 'steam' then unit_weights.weight end as weight
    from measured
    inner join facts on measured.fact_id = facts.fact_id
    left join unit_weights on facts.unit = unit_weights.unit
),

of_coefficients as (
    select
        coefficients.coefficient_id as source_id,
        case when constants.constant_id is null then 'coefficient' else 'coal_equivalent' end as role,
        case
            when constants.constant_id is null then unit_weights.weight
            -- The coefficient as it is printed, in the unit of the constant.
            else
                cast(constants.numerator as double)
                / cast(constants.denominator as double)
                / cast(coefficients.value_low as double)
        end as weight
    from coefficients
    left join constants
        on coefficients.coefficient_id = constants.reference_id and constants.constant_id = 'coal_equivalent'
    left join unit_weights on coefficients.unit = unit_weights.unit
),

of_factors as (
    select
        factors.factor_id as source_id,
        case factors.parameter when 'net_calorific_value' then 'default_ncv' else 'reference_enthalpy' end as role,
        case factors.parameter when 'net_calorific_value' then unit_weights.weight end as weight
    from factors
    left join unit_weights on factors.unit = unit_weights.unit
),

weights as (
    select * from of_facts
    union all
    select * from of_coefficients
    union all
    select * from of_factors
)

select * from weights
