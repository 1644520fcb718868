with

streams as (
    select * from {{ ref('int_methods__source_streams') }}
    where stream_kind = 'oxalic_acid'
),

factors as (select * from {{ ref('int_factors__canonical') }}),

chains as (
    select
        streams.method_id,
        streams.stream_kind,
        streams.material_id,
        '*' as province_id,
        streams.gas,
        pure_acid.per_unit as activity_unit,
        streams.gwp,
        pure_acid.value as pure_gas_mass,
        purity.factor_id as purity_factor_id,
        pure_acid.value * purity.value as gas_mass,
        concat_ws(';', pure_acid.factor_id, streams.gwp_factor_id) as common_factor_ids,
        greatest(streams.valid_from, pure_acid.valid_from, purity.valid_from) as valid_from,
        least(streams.valid_to, pure_acid.valid_to, purity.valid_to) as valid_to
    from streams
    inner join factors as pure_acid
        on
            streams.factor_set = pure_acid.factor_set
            and streams.series = pure_acid.series
            and pure_acid.parameter = 'oxalic_acid_ef'
    inner join factors as purity
        on
            streams.factor_set = purity.factor_set
            and streams.series = purity.series
            and purity.parameter = 'oxalic_acid_purity'
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
        pure_gas_mass,
        purity_factor_id,
        common_factor_ids,
        valid_from,
        valid_to,
        {{ folded('gas_mass') }} as gas_mass_per_unit,
        {{ folded('gas_mass * gwp') }} as emission_factor
    from chains
    where valid_from <= valid_to
)

select * from folded
