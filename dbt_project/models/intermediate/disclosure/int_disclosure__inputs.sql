with

terms as (select * from {{ ref('int_disclosure__terms') }}),

members as (select * from {{ ref('int_plants__disclosed') }}),

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
        indicators.period,
        {{ period_end('indicators.period', 'indicators.frequency') }} as period_end,
        indicators.value,
        'fct_indicators' as source_mart,
        {{ row_key(
            ['plant_id', 'period', 'frequency', 'indicator_id', 'material_id', 'counterparty_id', 'document_id'],
            'indicators'
        ) }} as source_row_key
    from indicators
    inner join quantities on indicators.indicator_id = quantities.quantity_id
    union all
    select
        'energy_tce' as quantity_id,
        plant_id,
        year(period) as year,
        period,
        last_day(period) as period_end,
        energy_tce as value,
        'fct_energy' as source_mart,
        {{ row_key(['plant_id', 'period', 'carrier', 'flow']) }} as source_row_key
    from energy
)

select
    members.entity_id,
    mart_rows.year,
    mart_rows.quantity_id,
    mart_rows.plant_id,
    mart_rows.value,
    mart_rows.source_mart,
    mart_rows.source_row_key
from mart_rows
inner join members
    on
        mart_rows.plant_id = members.plant_id
        and {{ is_member('members', 'mart_rows.period', 'mart_rows.period_end') }}
