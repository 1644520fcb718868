with

facts as (select * from {{ ref('int_facts__accounting') }}),

source_streams as (
    select
        *,
        unnest(string_split(activity_indicator_ids, ';')) as indicator_id
    from {{ ref('source_streams') }}
),

plants as (select * from {{ ref('int_plants__methods') }}),

attributed as (
    select
        facts.*,
        source_streams.stream_kind,
        source_streams.scope,
        source_streams.emission_type,
        source_streams.gases,
        source_streams.outside_supplier,
        plants.method_id,
        plants.gwp_set,
        coalesce(source_streams.material_id, facts.material_id) as stream_material_id,
        case when source_streams.is_regional then plants.province_id else '*' end as province_id
    from facts
    inner join source_streams
        on
            facts.indicator_id = source_streams.indicator_id
            and (source_streams.material_id is null or facts.material_id in ('', source_streams.material_id))
    left join plants
        on
            facts.plant_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
),

activity as (
    select
        fact_id,
        plant_id,
        period,
        stream_kind,
        scope,
        emission_type,
        gases,
        stream_material_id as material_id,
        counterparty_id,
        province_id,
        method_id,
        gwp_set,
        value as activity_value,
        unit as activity_unit,
        stream_kind || ':' || coalesce(nullif(counterparty_id, ''), outside_supplier, stream_material_id) as stream_id
    from attributed
)

select * from activity
