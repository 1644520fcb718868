with

streams as (
    select * from {{ ref('int_methods__source_streams') }}
    where stream_kind = 'anode_consumption'
),

factors as (select * from {{ ref('int_factors__canonical') }}),

constants as (
    select * from {{ ref('constants') }}
    where constant_id = 'carbon_to_co2'
),

chains as (
    select
        streams.method_id,
        streams.stream_kind,
        streams.material_id,
        '*' as province_id,
        streams.gas,
        net_consumption.per_unit as activity_unit,
        streams.gwp,
        net_consumption.value * (1 - sulphur.value - ash.value)
        * cast(constants.numerator as double) / cast(constants.denominator as double) as gas_mass,
        concat_ws(
            ';', net_consumption.factor_id, sulphur.factor_id, ash.factor_id, constants.reference_id,
            streams.gwp_factor_id
        ) as factor_ids,
        greatest(
            streams.valid_from, net_consumption.valid_from, sulphur.valid_from, ash.valid_from
        ) as valid_from,
        least(streams.valid_to, net_consumption.valid_to, sulphur.valid_to, ash.valid_to) as valid_to
    from streams
    inner join factors as net_consumption
        on
            streams.factor_set = net_consumption.factor_set
            and streams.series = net_consumption.series
            and net_consumption.parameter = 'net_anode_consumption'
    inner join factors as sulphur
        on
            streams.factor_set = sulphur.factor_set
            and streams.series = sulphur.series
            and sulphur.parameter = 'anode_sulphur'
    inner join factors as ash
        on
            streams.factor_set = ash.factor_set
            and streams.series = ash.series
            and ash.parameter = 'anode_ash'
    cross join constants
),

folded as (
    select
        method_id,
        stream_kind,
        material_id,
        province_id,
        gas,
        activity_unit,
        gwp,
        factor_ids,
        valid_from,
        valid_to,
        {{ folded('gas_mass') }} as gas_mass_per_unit,
        {{ folded('gas_mass * gwp') }} as emission_factor
    from chains
    where valid_from <= valid_to
)

select * from folded
