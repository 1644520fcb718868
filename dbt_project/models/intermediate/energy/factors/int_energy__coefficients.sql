with

bases as (select * from {{ ref('energy_bases') }}),

choices as (
    select
        *,
        unnest(string_split(valuations, ';')) as valuation
    from {{ ref('energy_coefficient_choices') }}
),

coefficients as (select * from {{ ref('energy_coefficients') }}),

factor_units as (select * from {{ ref('factor_units') }}),

units as (select * from {{ ref('units') }}),

heat_values as (
    select * from {{ ref('int_factors__canonical') }}
    where parameter = 'net_calorific_value'
),

coal_equivalent as (
    select
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        reference_id
    from {{ ref('constants') }}
    where constant_id = 'coal_equivalent'
),

by_coefficient as (
    select
        choices.*,
        denominators.canonical_unit as quantity_unit,
        case
            when coefficients.value_low = coefficients.value_high
                then
                    cast(coefficients.value_low as double)
                    * cast(numerators.factor_to_canonical as double)
                    / cast(denominators.factor_to_canonical as double)
        end as tce,
        tce * coal_equivalent.numerator / coal_equivalent.denominator as gj,
        concat_ws(';', coefficients.coefficient_id, coal_equivalent.reference_id) as coefficient_ids,
        'coefficient' as valued_by,
        case
            when coefficients.value_low is null then 'value_of_the_year'
            when coefficients.value_low < coefficients.value_high then 'range'
        end as gap
    from choices
    inner join coefficients on choices.coefficient_id = coefficients.coefficient_id
    inner join factor_units on coefficients.unit = factor_units.unit
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
    cross join coal_equivalent
),

by_heat_value as (
    select
        choices.*,
        heat_values.per_unit as quantity_unit,
        heat_values.value * coal_equivalent.denominator / coal_equivalent.numerator as tce,
        heat_values.value as gj,
        concat_ws(';', heat_values.factor_id, coal_equivalent.reference_id) as coefficient_ids,
        'default_heat_value' as valued_by
    from choices
    inner join heat_values on choices.ncv_factor_id = heat_values.factor_id
    cross join coal_equivalent
),

unioned as (
    select * from by_coefficient
    union all by name
    select * from by_heat_value
),

folded as (
    select
        unioned.standard_id as standard,
        unioned.valuation,
        bases.is_default,
        unioned.carrier_material_id as carrier,
        unioned.quantity_unit,
        {{ folded('unioned.tce') }} as tce_per_unit,
        {{ folded('unioned.gj') }} as gj_per_unit,
        unioned.coefficient_ids,
        unioned.valued_by,
        unioned.gap,
        coalesce(unioned.valid_from, {{ open_start() }}) as valid_from,
        coalesce(unioned.valid_to, {{ open_end() }}) as valid_to
    from unioned
    inner join bases on unioned.standard_id = bases.standard_id and unioned.valuation = bases.valuation
)

select * from folded
