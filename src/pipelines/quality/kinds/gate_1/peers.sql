{#
subject: a submission and indicator of a plant that has enough peers (other plants of its industry)
subject_zh: "有足够多同行（同行业其他工厂）的工厂的一份填报及指标"
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, value, unit, cell_id, received_at]
  reference.plants: [plant_id, industry_id]
  reference.indicators: [indicator_id, name_en, name_zh]
parameters:
  indicators: {type: indicators, required: true, is: "Indicators that are compared, each per output"}
  per: {type: terms, required: true, is: "Indicators of output; an industry has one of them"}
  most_times: {type: number, required: true, is: "Largest ratio to the median of the peers, up or down", zh: "与同行中位数之比（取大于一的方向）的上限"}
  least_peers: {type: number, required: true, is: "How many other plants the median needs", zh: "计算中位数至少需要的其他工厂数"}
#}
{% import 'common.sql' as common %}
{% set outputs = p.per | terms | map(attribute='indicator_id') | list %}
with

facts as (
    select *
    from staging.stg_facts
    where indicator_id in {{ (p.indicators + outputs) | listed }}
),

industries as (
    select distinct
        plant_id,
        industry_id
    from reference.plants
),

outputs as (
    select
        submission_id,
        any_value(unit) as unit,
        sum(value) as value
    from facts
    where indicator_id in {{ outputs | listed }}
    group by submission_id
),

per_output as (
    select
        facts.submission_id,
        facts.plant_id,
        facts.received_at,
        industries.industry_id,
        facts.indicator_id,
        any_value(facts.unit || ' per ' || outputs.unit) as unit,
        list(facts.cell_id order by facts.cell_id) as cell_ids,
        cast(sum(facts.value) as double) / cast(any_value(outputs.value) as double) as intensity
    from facts
    inner join outputs on facts.submission_id = outputs.submission_id
    inner join industries on facts.plant_id = industries.plant_id
    where
        facts.indicator_id in {{ p.indicators | listed }}
        and outputs.value > 0
        and facts.value > 0
    group by facts.submission_id, facts.plant_id, facts.received_at, industries.industry_id, facts.indicator_id
),

plant_medians as (
    select
        per_output.plant_id,
        per_output.industry_id,
        per_output.indicator_id,
        median(per_output.intensity) as intensity
    from per_output
    semi join gate.history on per_output.submission_id = history.submission_id
    group by per_output.plant_id, per_output.industry_id, per_output.indicator_id
),

peer_medians as (
    select
        plants.plant_id,
        plants.indicator_id,
        median(peers.intensity) as intensity
    from (select distinct plant_id, industry_id, indicator_id from per_output) as plants
    inner join plant_medians as peers
        on
            plants.industry_id = peers.industry_id
            and plants.indicator_id = peers.indicator_id
            and plants.plant_id <> peers.plant_id
    group by plants.plant_id, plants.indicator_id
    having count(*) >= {{ p.least_peers }}
),

judged as (
    select
        per_output.*,
        peer_medians.intensity as peer_intensity,
        greatest(
            per_output.intensity / peer_medians.intensity,
            peer_medians.intensity / per_output.intensity
        ) > {{ p.most_times }} as is_broken
    from per_output
    inner join peer_medians
        on
            per_output.plant_id = peer_medians.plant_id
            and per_output.indicator_id = peer_medians.indicator_id
    {{ view.where('per_output') }}
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.submission_id,
    judged.indicator_id as finding_key,
    judged.cell_ids,
    {% for language, middle in [('en', 'median of the peers'), ('zh', '同行中位数')] %}
    indicators.name_{{ language }} || ' ' || {{ common.quotient('judged.intensity') }} || ' ' || judged.unit
    || ', {{ middle }} ' || {{ common.quotient('judged.peer_intensity') }} as found_{{ language }},
    {% endfor %}
    'within {{ p.most_times }} times of the peers, up or down' as expected_en,
    '与同行相差不超过 {{ p.most_times }} 倍' as expected_zh
from judged
inner join reference.indicators as indicators on judged.indicator_id = indicators.indicator_id
where judged.is_broken is not false
{% endif %}
