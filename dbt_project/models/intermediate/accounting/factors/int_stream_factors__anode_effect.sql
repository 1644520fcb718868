with

streams as (
    select * from {{ ref('int_methods__source_streams') }}
    where stream_kind = 'anode_effect'
),

factors as (select * from {{ ref('int_factors__canonical') }}),

joined as (
    select
        streams.method_id,
        streams.stream_kind,
        streams.material_id,
        '*' as province_id,
        streams.gas,
        factors.per_unit as activity_unit,
        streams.gwp,
        factors.value as gas_mass,
        concat_ws(';', factors.factor_id, streams.gwp_factor_id) as factor_ids,
        greatest(streams.valid_from, factors.valid_from) as valid_from,
        least(streams.valid_to, factors.valid_to) as valid_to
    from streams
    inner join factors
        on
            streams.factor_set = factors.factor_set
            and streams.series = factors.series
            and factors.parameter = 'ef_' || lower(streams.gas)
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
    from joined
    where valid_from <= valid_to
)

select * from folded
