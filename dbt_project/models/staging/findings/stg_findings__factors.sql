with

facts as (
    select * from {{ ref('stg_facts') }}
    where frequency = 'month'
),

source_streams as (
    select
        *,
        unnest(string_split(activity_indicator_ids, ';')) as indicator_id
    from {{ ref('source_streams') }}
),

plants as (select * from {{ ref('int_plants__methods') }}),

stream_factors as (select * from {{ ref('int_stream_factors__unioned') }}),

coefficients as (select * from {{ ref('int_energy__coefficients') }}),

materials as (select * from {{ ref('materials') }}),

-- A heat value or carbon content of the plant's own stands in for the default that a table lacks.
measured as (
    select distinct
        submission_id,
        material_id
    from facts
    where indicator_id in ('fuel_net_calorific_value', 'fuel_carbon_air_dried')
),

activity as (
    select
        facts.*,
        source_streams.stream_kind,
        plants.method_id,
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

without_factor as (
    select
        'activity_without_factor' as rule_id,
        activity.*
    from activity
    left join measured
        on
            activity.submission_id = measured.submission_id
            and activity.material_id = measured.material_id
    anti join stream_factors
        on
            activity.method_id = stream_factors.method_id
            and activity.stream_kind = stream_factors.stream_kind
            and activity.stream_material_id = stream_factors.material_id
            and activity.province_id in (stream_factors.province_id, '*')
            and activity.unit = stream_factors.activity_unit
            and activity.period between stream_factors.valid_from and stream_factors.valid_to
            and (stream_factors.emission_factor is not null or measured.submission_id is not null)
),

without_coefficient as (
    select
        'carrier_without_coefficient' as rule_id,
        facts.*,
        facts.material_id as stream_material_id
    from facts
    anti join measured
        on facts.submission_id = measured.submission_id and facts.material_id = measured.material_id
    anti join coefficients
        on facts.material_id = coefficients.carrier and facts.unit = coefficients.quantity_unit
    where facts.carrier = 'fuel' and facts.flow in ('consumed', 'reductant', 'exported')
),

unmatched as (
    select * from without_factor
    union all by name
    select * from without_coefficient
),

known as (
    select
        stream_factors.method_id,
        stream_factors.stream_kind,
        string_agg(distinct materials.name_en, ', ' order by materials.name_en) as material_names
    from stream_factors
    inner join materials on stream_factors.material_id = materials.material_id
    group by stream_factors.method_id, stream_factors.stream_kind
)

select
    unmatched.rule_id,
    unmatched.arrival_id,
    unmatched.submission_id,
    unmatched.sheet,
    unmatched.address,
    false as concerns_arrival,
    concat_ws(
        ' ', coalesce(materials.name_en, unmatched.indicator_id) || ':', unmatched.value, unmatched.unit
    ) as found,
    coalesce(
        'one of those that ' || unmatched.method_id || ' has a factor for: ' || known.material_names,
        case unmatched.rule_id
            when 'carrier_without_coefficient'
                then 'a fuel with an energy coefficient, or its measured heat value beside it'
            else 'an activity that the method of the plant has a factor for; add it to the reference data'
        end
    ) as expected
from unmatched
left join materials on unmatched.stream_material_id = materials.material_id
left join known
    on unmatched.method_id = known.method_id and unmatched.stream_kind = known.stream_kind
