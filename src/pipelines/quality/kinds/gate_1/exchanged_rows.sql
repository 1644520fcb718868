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
  least_times: {type: number, required: true, is: "Smallest ratio of each of two exchanged values, up or down, to the median of its own other periods", zh: "两值各自与本行其他期间中位数之比（取大于一的方向）的下限"}
  least_spreads: {type: number, required: true, is: "Smallest distance of each from that median, as a multiple of the median distance of the plant's values; both in logarithms", zh: "与该中位数的距离至少为工厂数值距离中位数的多少倍（均取对数）"}
  least_cut: {type: number, required: true, is: "By which share exchanging them back must bring both nearer to their medians, in logarithms", zh: "换回后两值向各自中位数靠近的比例下限（取对数）"}
  least_others: {type: number, required: true, is: "How many other periods the median needs", zh: "计算中位数至少需要的其他期间数"}
#}
{#
Two values of one submission, domain and unit are exchanged when each is far from its own history and near the other's.
The first of the two in the file is broken.
#}
{% import 'common.sql' as common %}
{% import 'own_series.sql' as own %}
with

facts as (
    select
        facts.submission_id,
        facts.plant_id,
        facts.period,
        facts.domain,
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

{{ own.spreads() }},

far as (
    select
        *,
        ln(times) as distance
    from medians
    inner join spreads using ({{ own.keys | join(', ') }})
    where times >= {{ p.least_times }} and ln(times) >= {{ p.least_spreads }} * spreads.spread
),

pairs as (
    select
        one.submission_id,
        one.cell_id,
        other.cell_id as other_cell_id,
        other.indicator_id as other_indicator_id,
        other.material_id as other_material_id,
        other.value as other_value,
        abs(ln(one.value / other.median)) + abs(ln(other.value / one.median)) as distance_exchanged,
        one.distance + other.distance as distance
    from far as one
    inner join far as other
        on one.submission_id = other.submission_id and one.domain = other.domain and one.unit = other.unit
    where one.cell_id < other.cell_id
),

exchanged as (
    select *
    from pairs
    where distance_exchanged <= (1 - {{ p.least_cut }}) * distance
    qualify row_number() over (
        partition by submission_id, cell_id order by distance_exchanged, other_cell_id
    ) = 1
),

judged as (
    select
        medians.*,
        exchanged.* exclude (submission_id, cell_id),
        exchanged.cell_id is not null as is_broken
    from medians
    left join exchanged on medians.submission_id = exchanged.submission_id and medians.cell_id = exchanged.cell_id
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.cell_id || '|' || judged.other_cell_id as finding_key,
    [judged.cell_id, judged.other_cell_id] as cell_ids,
    {% for language, middle, exchanged in [
        ('en', 'median of the other months', 'the two values exchanged: '), ('zh', '其他月份中位数', '两值互换：')
    ] %}
    indicators.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || {{ common.number('judged.value') }} || ' ' || judged.unit || ', {{ middle }} '
    || {{ common.number('judged.median') }} || '; ' || others.name_{{ language }}
    || {{ common.of_material('other_materials.name_' ~ language) }} || ' ' || {{ common.number('judged.other_value') }}
    || ' ' || judged.unit as found_{{ language }},
    '{{ exchanged }}' || {{ common.number('judged.other_value') }} || ', ' || {{ common.number('judged.value') }}
    || ' ' || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as indicators on judged.indicator_id = indicators.indicator_id
inner join reference.indicators as others on judged.other_indicator_id = others.indicator_id
left join reference.materials as materials on judged.material_id = materials.material_id
left join reference.materials as other_materials on judged.other_material_id = other_materials.material_id
where judged.is_broken
{% endif %}
