with

facts as (
    select * from {{ ref('int_environment__facts') }}
    where mart = 'fct_waste'
),

materials as (select * from {{ ref('materials') }}),

per_waste as (
    select
        facts.plant_id,
        facts.period,
        facts.waste_code,
        materials.waste_class,
        sum(facts.value) filter (where facts.flow = 'generated') as generated_t,
        sum(facts.value) filter (where facts.flow = 'received') as received_t,
        sum(facts.value) filter (where facts.flow = 'utilised') as utilised_t,
        sum(facts.value) filter (where facts.flow = 'utilised_from_stock') as utilised_from_stock_t,
        sum(facts.value) filter (where facts.flow = 'disposed') as disposed_t,
        sum(facts.value) filter (where facts.flow = 'disposed_from_stock') as disposed_from_stock_t,
        sum(facts.value) filter (where facts.flow = 'dumped') as dumped_t,
        sum(facts.value) filter (where facts.flow = 'transferred_out') as transferred_out_t,
        sum(facts.value) filter (where facts.flow = 'opening_stock') as opening_stock_t,
        sum(facts.value) filter (where facts.flow = 'closing_stock') as closing_stock_t
    from facts
    left join materials on facts.waste_code = materials.material_id
    group by facts.plant_id, facts.period, facts.waste_code, materials.waste_class
),

balanced as (
    select
        *,
        opening_stock_t
        + generated_t
        + coalesce(received_t, 0)
        - coalesce(utilised_t, 0)
        - coalesce(disposed_t, 0)
        - coalesce(dumped_t, 0)
        - coalesce(transferred_out_t, 0)
        - closing_stock_t as imbalance_t,
        {{ ratio('utilised_t', '(generated_t + coalesce(utilised_from_stock_t, 0))') }} as utilisation_rate
    from per_waste
)

select * from balanced
