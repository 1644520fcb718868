{#
subject: a reported value other than zero, where the plant's history has enough other periods with one
subject_zh: "工厂历史中有足够多其他期间数值的非零填报值"
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, counterparty_id, value, unit, cell_id, received_at, domain, flow]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  domains: {type: domains, required: true, is: "Domains whose values are judged"}
  without_flows: {type: flows, default: [], is: "Flows that vary too much to be judged so: they stand in balances"}
  least_times: {type: number, required: true, is: "Smallest ratio of a slip, up or down, to the median of the others", zh: "单位错位与其他期间中位数之比（取大于一的方向）的下限"}
  most_times: {type: number, is: "Largest ratio of a slip; anything above where none is given", zh: "单位错位之比的上限；未给出则不设上限"}
  least_others: {type: number, required: true, is: "How many other periods the median needs", zh: "计算中位数至少需要的其他期间数"}
#}
{% import 'common.sql' as common %}
{% import 'own_series.sql' as own %}
with

facts as (
    select
        facts.submission_id,
        facts.plant_id,
        facts.period,
        facts.indicator_id,
        facts.material_id,
        facts.counterparty_id,
        facts.cell_id,
        facts.unit,
        abs(cast(facts.value as double)) as value,
        history.submission_id is not null as is_history
    from (
        select * from staging.stg_facts
        {{ view.where(
            domains=p.domains, without_flows=p.without_flows, conditions=["frequency = 'month'", 'value <> 0']
        ) }}
    ) as facts
    left join gate.history on facts.submission_id = history.submission_id
),

{{ own.medians(p.least_others) }},

judged as (
    select
        *,
        times >= {{ p.least_times }}{{ ' and times < ' ~ p.most_times if p.most_times is not none }} as is_broken
    from medians
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    concat_ws('|', judged.indicator_id, judged.material_id, judged.counterparty_id, judged.cell_id) as finding_key,
    [judged.cell_id] as cell_ids,
    {% for language, middle, near in [
        ('en', 'median of the other months', 'near'), ('zh', '其他月份中位数', '约')
    ] %}
    indicators.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || {{ common.number('judged.value') }} || ' ' || judged.unit || ', {{ middle }} '
    || {{ common.number('judged.median') }} || ' ' || judged.unit
    || ' (x ' || {{ common.quotient('judged.value / judged.median') }} || ')' as found_{{ language }},
    '{{ near }} ' || {{ common.number('judged.median') }} || ' ' || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as indicators on judged.indicator_id = indicators.indicator_id
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken is not false
{% endif %}
