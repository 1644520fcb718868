{#
subject: a submission and the waste that a limit on storage is about, where its stock is reported; for `time`, with all the months before it
subject_zh: "贮存限制所涉废物且填报了库存的一份填报；`time` 时此前各月齐全"
needs_history: {what: [time]}
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, value, half_unit, unit, cell_id, received_at]
  reference.waste_storage_limits: [plant_id, waste_code, most_months, capacity_t, valid_from, valid_to]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  what: {type: text, required: true, is: "`capacity`: the stock against what the store may hold; `time`: against what came in while it may be stored"}
  named: {type: truth value, default: false, is: "Whether only limits count that name the waste, not those for all hazardous waste"}
  stock: {type: indicators, required: true, is: "One indicator: what there is when the month ends"}
  inflow: {type: indicators, required: true, is: "Indicators of what came in; the first one must be reported"}
#}
{#
What is in stock beyond everything that came in during the months of the limit is older than the limit, whichever was
taken out first. A plant's own line goes before the one for all plants.
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

facts as (
    select *
    from staging.stg_facts
    {{ view.where(indicators=p.stock + p.inflow, conditions=["frequency = 'month'"]) }}
),

stocks as (
    select
        submission_id,
        plant_id,
        period,
        material_id,
        unit,
        value,
        half_unit,
        cell_id
    from facts
    where indicator_id = {{ p.stock[0] | literal }}
),

{% if p.what == 'capacity' %}
judged as (
    select
        stocks.submission_id,
        limits.waste_code,
        any_value(stocks.unit) as unit,
        sum(stocks.value) as stock,
        limits.capacity_t as most,
        list(stocks.cell_id order by stocks.cell_id) as cell_ids,
        sum(stocks.value - stocks.half_unit) > limits.capacity_t as is_broken
    from stocks
    inner join reference.waste_storage_limits as limits
        on
            stocks.plant_id = limits.plant_id
            and limits.waste_code in {{ '(stocks.material_id)' if p.named else "(stocks.material_id, '*')" }}
            and limits.capacity_t is not null
            and last_day(stocks.period) >= limits.valid_from
            and coalesce(stocks.period <= limits.valid_to, true)
    group by stocks.submission_id, limits.waste_code, limits.capacity_t
)
{% else %}
limited as (
    select
        stocks.*,
        limits.most_months
    from stocks
    inner join reference.waste_storage_limits as limits
        on
            limits.plant_id in (stocks.plant_id, '*')
            and limits.waste_code in (stocks.material_id, '*')
            and limits.most_months is not null
            and last_day(stocks.period) >= limits.valid_from
            and coalesce(stocks.period <= limits.valid_to, true)
    qualify row_number() over (
        partition by stocks.submission_id, stocks.material_id
        order by limits.plant_id = '*', limits.waste_code = '*', limits.valid_from desc
    ) = 1
),

inflows as (
    select
        facts.submission_id,
        facts.plant_id,
        facts.period,
        facts.material_id,
        sum(facts.value) as value,
        sum(facts.half_unit) as half_unit,
        history.submission_id is not null as is_history
    from facts
    left join gate.history on facts.submission_id = history.submission_id
    where facts.indicator_id in {{ p.inflow | listed }}
    group by all
    having count(*) filter (where facts.indicator_id = {{ p.inflow[0] | literal }}) > 0
),

judged as (
    select
        limited.submission_id,
        limited.material_id as waste_code,
        limited.unit,
        limited.value as stock,
        sum(inflows.value) as most,
        [limited.cell_id] as cell_ids,
        limited.value - limited.half_unit > sum(inflows.value + inflows.half_unit) as is_broken
    from limited
    inner join inflows
        on
            limited.plant_id = inflows.plant_id
            and limited.material_id = inflows.material_id
            and inflows.period > limited.period - to_months(limited.most_months)
            and (
                inflows.submission_id = limited.submission_id
                or (inflows.period < limited.period and inflows.is_history)
            )
    group by
        limited.submission_id, limited.material_id, limited.unit, limited.value, limited.half_unit, limited.most_months, limited.cell_id
    having count(*) = limited.most_months
)
{% endif %}

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.waste_code as finding_key,
    judged.cell_ids,
    {% for language, stock, most in [
        ('en', 'stock', 'at most'), ('zh', '期末贮存量', '不大于')
    ] %}
    '{{ stock }}' || {{ common.of_material('materials.name_' ~ language) }} || ' ' || {{ common.number('judged.stock') }}
    || ' ' || judged.unit || ' > ' || {{ common.number('judged.most') }} || ' ' || judged.unit as found_{{ language }},
    '{{ most }} ' || {{ common.number('judged.most') }} || ' ' || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
left join reference.materials as materials on judged.waste_code = materials.material_id
where judged.is_broken
{% endif %}
