with

terms as (select * from {{ ref('int_disclosure__terms') }}),

plants_by_entity as (select * from {{ ref('int_plants__by_entity') }}),

indicators as (select * from {{ ref('fct_indicators') }}),

energy as (select * from {{ ref('fct_energy') }}),

quantities as (
    select distinct quantity_id from terms
),

mart_rows as (
    select
        indicators.indicator_id as quantity_id,
        indicators.plant_id,
        year(indicators.period) as year,
        {{ period_end('indicators.period', 'indicators.frequency') }} as period_end,
        indicators.value,
        'fct_indicators' as source_mart,
        {{ row_key(
            ['plant_id', 'period', 'frequency', 'indicator_id', 'material_id', 'counterparty_id'], 'indicators'
        ) }} as source_row_key
    from indicators
    inner join quantities on indicators.indicator_id = quantities.quantity_id
    union all
    select
        'energy_tce' as quantity_id,
        plant_id,
        year(period) as year,
        last_day(period) as period_end,
        energy_tce as value,
        'fct_energy' as source_mart,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow']) }} as source_row_key
    from energy
)

select
    plants_by_entity.entity_id,
    mart_rows.year,
    mart_rows.quantity_id,
    mart_rows.plant_id,
    mart_rows.value,
    mart_rows.source_mart,
    mart_rows.source_row_key
from mart_rows
inner join plants_by_entity
    on
        mart_rows.plant_id = plants_by_entity.plant_id
        and mart_rows.period_end >= plants_by_entity.member_from
        and (plants_by_entity.member_until is null or mart_rows.period_end < plants_by_entity.member_until)
