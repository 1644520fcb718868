{#
subject: a reported value
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, unit, cell_id, received_at, domain]
  reference.indicators: [indicator_id, name_en, name_zh]
parameters:
  indicators: {type: indicators, is: "Indicators whose values are judged; all of `domains` where none is given"}
  domains: {type: domains, is: "Domains whose values are judged"}
  materials: {type: materials, is: "Only values of these materials"}
  industries: {type: industries, is: "Only plants of these industries"}
  minimum: {type: number, is: "The smallest value, in the indicator's canonical unit"}
  maximum: {type: number, is: "The largest value, in the indicator's canonical unit"}
#}
{% import 'common.sql' as common %}
with

facts as (
    select *
    from staging.stg_facts
    {{ view.where(indicators=p.indicators, domains=p.domains, materials=p.materials, industries=p.industries) }}
),

judged as (
    select
        facts.submission_id,
        concat_ws('|', facts.indicator_id, facts.material_id, facts.counterparty_id, facts.cell_id) as finding_key,
        [facts.cell_id] as cell_ids,
        {{ common.within_sentence('indicators.name_en') }}
        || ' ' || {{ common.number('facts.value') }} || ' ' || facts.unit as found_en,
        indicators.name_zh || ' ' || {{ common.number('facts.value') }} || ' ' || facts.unit as found_zh,
        {% set low, high = p.minimum, p.maximum %}
        {% if low is not none and high is not none %}
        '{{ low }} to {{ high }} ' || facts.unit as expected_en,
        '{{ low }} 至 {{ high }} ' || facts.unit as expected_zh,
        {% elif low is not none %}
        'at least {{ low }} ' || facts.unit as expected_en,
        '不小于 {{ low }} ' || facts.unit as expected_zh,
        {% else %}
        'at most {{ high }} ' || facts.unit as expected_en,
        '不大于 {{ high }} ' || facts.unit as expected_zh,
        {% endif %}
        not (
            facts.value >= {{ low if low is not none else 'facts.value' }}
            and facts.value <= {{ high if high is not none else 'facts.value' }}
        ) as is_broken
    from facts
    inner join reference.indicators as indicators on facts.indicator_id = indicators.indicator_id
)

select * from judged
