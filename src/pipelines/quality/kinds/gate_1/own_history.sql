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
  per: {type: terms, is: "Indicators of output, by which values are divided; an industry has one of them"}
  least_times: {type: number, required: true, is: "Smallest ratio of an outlier, up or down, to the median of the others", zh: "离群值与其他期间中位数之比（取大于一的方向）的下限"}
  least_spreads: {type: number, required: true, is: "Smallest distance of an outlier from that median, as a multiple of the median distance of the plant's values; both in logarithms", zh: "离群值与该中位数的距离至少为工厂数值距离中位数的多少倍（均取对数）"}
  least_others: {type: number, required: true, is: "How many other periods the median needs", zh: "计算中位数至少需要的其他期间数"}
  unless: {type: texts, default: [], is: "Rules that are judged before this one, and explain all values that their findings name"}
#}
{#
A value that some other year had in the same calendar month, within the same ratio, is the season and no outlier. What a
blocking rule found at the very value is not found again.
#}
{% import 'common.sql' as common %}
{% import 'own_series.sql' as own %}
{% set per_output = p.per is not none %}
with

{% if per_output %}
outputs as (
    select
        submission_id,
        cast(sum(value) as double) as value
    from staging.stg_facts
    where indicator_id in {{ p.per | terms | map(attribute='indicator_id') | list | listed }}
    group by submission_id
    having sum(value) > 0
),
{% endif %}

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
        abs(cast(facts.value as double)){{ ' / outputs.value' if per_output }} as value,
        history.submission_id is not null as is_history
    from (
        select * from staging.stg_facts
        {{ view.where(
            domains=p.domains, without_flows=p.without_flows, conditions=["frequency = 'month'", 'value <> 0']
        ) }}
    ) as facts
    {% if per_output %}
    inner join outputs on facts.submission_id = outputs.submission_id
    {% endif %}
    left join gate.history on facts.submission_id = history.submission_id
),

{{ own.medians(p.least_others) }},

{{ own.spreads() }},

far as (
    select medians.*
    from medians
    inner join spreads using ({{ own.keys | join(', ') }})
    where times >= {{ p.least_times }} and ln(times) >= {{ p.least_spreads }} * spreads.spread
),

seasonal as (
    select distinct far.cell_id
    from far
    inner join facts as same_month using ({{ own.keys | join(', ') }})
    where
        same_month.period <> far.period
        and month(same_month.period) = month(far.period)
        and greatest(far.value / same_month.value, same_month.value / far.value) < {{ p.least_times }}
),

explained as (
    select distinct
        broken.submission_id,
        unnest(if(broken.rule_id in {{ p.unless | listed }}, broken.cell_ids, broken.cell_ids[1:1])) as cell_id
    from gate.broken as broken
    where
        broken.rule_id in {{ p.unless | listed }}
        or broken.rule_id in (select rules.rule_id from gate.rules as rules where rules.severity = 'blocking')
),

outliers as (
    select far.*
    from far
    anti join seasonal on far.cell_id = seasonal.cell_id
    anti join explained on far.submission_id = explained.submission_id and far.cell_id = explained.cell_id
),

judged as (
    select
        medians.*,
        outliers.cell_id is not null as is_broken
    from medians
    left join outliers on medians.submission_id = outliers.submission_id and medians.cell_id = outliers.cell_id
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    concat_ws('|', judged.indicator_id, judged.material_id, judged.counterparty_id, judged.cell_id) as finding_key,
    [judged.cell_id] as cell_ids,
    {% for language, per, middle, near in [
        ('en', ' per output', 'median of the other months', 'near'), ('zh', '（单位产量）', '其他月份中位数', '约')
    ] %}
    indicators.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }}
    || '{{ per if per_output }} ' || {{ common.quotient('judged.value') }} || ' ' || judged.unit || ', {{ middle }} '
    || {{ common.quotient('judged.median') }} || ' ' || judged.unit
    || ' (x ' || {{ common.quotient('judged.value / judged.median') }} || ')' as found_{{ language }},
    '{{ near }} ' || {{ common.quotient('judged.median') }} || ' ' || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as indicators on judged.indicator_id = indicators.indicator_id
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken
{% endif %}
