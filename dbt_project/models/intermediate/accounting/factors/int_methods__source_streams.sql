with

methods as (
    select * from {{ ref('methods') }}
    where purpose = 'disclosure'
),

factor_sets as (select * from {{ ref('method_factor_sets') }}),

source_streams as (
    select
        *,
        unnest(string_split(gases, ';')) as gas
    from {{ ref('source_streams') }}
),

global_warming_potentials as (
    select * from {{ ref('int_factors__canonical') }}
    where parameter = 'gwp100'
),

joined as (
    select
        methods.method_id,
        source_streams.stream_kind,
        source_streams.gas,
        factor_sets.preference,
        factor_sets.factor_set,
        factor_sets.series,
        source_streams.factor_parameter,
        source_streams.material_id,
        global_warming_potentials.value as gwp,
        global_warming_potentials.factor_id as gwp_factor_id,
        coalesce(factor_sets.region_level, '*') as region_level,
        greatest(
            coalesce(methods.valid_from, {{ open_start() }}), coalesce(factor_sets.valid_from, {{ open_start() }})
        ) as valid_from,
        least(
            coalesce(methods.valid_to, {{ open_end() }}), coalesce(factor_sets.valid_to, {{ open_end() }})
        ) as valid_to
    from methods
    inner join factor_sets on methods.method_id = factor_sets.method_id
    inner join source_streams on factor_sets.stream_kind = source_streams.stream_kind
    inner join global_warming_potentials
        on
            methods.gwp_set = global_warming_potentials.series
            and source_streams.gas = global_warming_potentials.material_id
)

select * from joined
