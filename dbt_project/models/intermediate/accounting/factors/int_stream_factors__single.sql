with

streams as (
    select * from {{ ref('int_methods__source_streams') }}
    where factor_parameter is not null
),

factors as (select * from {{ ref('int_factors__canonical') }}),

regions as (
    select
        province_id,
        'grid' as region_level,
        'grid_' || grid_region as region_id
    from {{ ref('provinces') }}
    union all
    select
        province_id,
        'province' as region_level,
        'province_' || province_id as region_id
    from {{ ref('provinces') }}
    union all
    select
        '*' as province_id,
        '*' as region_level,
        '*' as region_id
),

joined as (
    select
        streams.method_id,
        streams.stream_kind,
        factors.material_id,
        regions.province_id,
        streams.gas,
        streams.preference,
        factors.per_unit as activity_unit,
        streams.gwp,
        factors.value as gas_mass,
        concat_ws(';', factors.factor_id, streams.gwp_factor_id) as factor_ids,
        greatest(streams.valid_from, factors.valid_from) as valid_from,
        least(streams.valid_to, factors.valid_to) as valid_to
    from streams
    inner join regions on streams.region_level = regions.region_level
    inner join factors
        on
            streams.factor_set = factors.factor_set
            and streams.series = factors.series
            and streams.factor_parameter = factors.parameter
            and regions.region_id = factors.region_id
            and coalesce(streams.material_id, factors.material_id) = factors.material_id
            and streams.valid_from <= factors.valid_to
            and streams.valid_to >= factors.valid_from
),

preferred as (
    select *
    from joined
    qualify
        preference = min(preference) over (partition by method_id, stream_kind, material_id, province_id)
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
    from preferred
)

select * from folded
