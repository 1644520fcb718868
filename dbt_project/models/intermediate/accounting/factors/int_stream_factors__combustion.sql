with

streams as (
    select * from {{ ref('int_methods__source_streams') }}
    where stream_kind = 'combustion'
),

factors as (select * from {{ ref('int_factors__canonical') }}),

fuels as (select * from {{ ref('materials') }}),

constants as (
    select * from {{ ref('constants') }}
    where constant_id = 'carbon_to_co2'
),

chains as (
    select
        streams.method_id,
        streams.stream_kind,
        oxidation.material_id,
        '*' as province_id,
        streams.gas,
        streams.preference,
        fuels.canonical_unit as activity_unit,
        heat.value as net_calorific_value,
        carbon.value as carbon_content_per_heat,
        oxidation.value as oxidation_factor,
        cast(constants.numerator as double) as co2_mass,
        cast(constants.denominator as double) as carbon_mass,
        streams.gwp,
        heat.factor_id as net_calorific_value_factor_id,
        carbon.factor_id as carbon_content_factor_id,
        concat_ws(';', oxidation.factor_id, constants.reference_id, streams.gwp_factor_id) as common_factor_ids,
        greatest(streams.valid_from, oxidation.valid_from, heat.valid_from, carbon.valid_from) as valid_from,
        least(streams.valid_to, oxidation.valid_to, heat.valid_to, carbon.valid_to) as valid_to
    from streams
    inner join factors as oxidation
        on
            streams.factor_set = oxidation.factor_set
            and streams.series = oxidation.series
            and oxidation.parameter = 'oxidation_factor'
            and streams.valid_from <= oxidation.valid_to
            and streams.valid_to >= oxidation.valid_from
    inner join fuels on oxidation.material_id = fuels.material_id
    left join factors as carbon
        on
            oxidation.factor_set = carbon.factor_set
            and oxidation.series = carbon.series
            and oxidation.material_id = carbon.material_id
            and carbon.parameter = 'carbon_content_per_heat'
            and oxidation.valid_from <= carbon.valid_to
            and oxidation.valid_to >= carbon.valid_from
    left join factors as heat
        on
            oxidation.factor_set = heat.factor_set
            and oxidation.series = heat.series
            and oxidation.material_id = heat.material_id
            and fuels.canonical_unit = heat.per_unit
            and heat.parameter = 'net_calorific_value'
            and oxidation.valid_from <= heat.valid_to
            and oxidation.valid_to >= heat.valid_from
    cross join constants
),

preferred as (
    select *
    from chains
    where valid_from <= valid_to
    qualify preference = min(preference) over (partition by method_id, material_id)
),

chained as (
    select
        *,
        net_calorific_value * carbon_content_per_heat * oxidation_factor * co2_mass / carbon_mass as gas_mass
    from preferred
),

folded as (
    select
        method_id,
        stream_kind,
        material_id,
        province_id,
        gas,
        activity_unit,
        net_calorific_value,
        carbon_content_per_heat,
        oxidation_factor,
        co2_mass,
        carbon_mass,
        gwp,
        net_calorific_value_factor_id,
        carbon_content_factor_id,
        common_factor_ids,
        valid_from,
        valid_to,
        {{ folded('gas_mass') }} as gas_mass_per_unit,
        {{ folded('gas_mass * gwp') }} as emission_factor
    from chained
)

select * from folded
