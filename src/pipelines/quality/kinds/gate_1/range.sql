{#
subject: a reported value
subject_zh: "一个填报值"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, half_unit, unit, cell_id, received_at, domain]
  reference.indicators: [indicator_id, name_en, name_zh]
parameters:
  indicators: {type: indicators, is: "Indicators whose values are judged; all of `domains` where none is given"}
  domains: {type: domains, is: "Domains whose values are judged"}
  materials: {type: materials, is: "Only values of these materials"}
  industries: {type: industries, is: "Only plants of these industries"}
  minimum: {type: number, is: "The smallest value, in the indicator's canonical unit", zh: "最小值（指标的标准单位）"}
  maximum: {type: number, is: "The largest value, in the indicator's canonical unit", zh: "最大值（指标的标准单位）"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

judged as (
    select
        submission_id,
        indicator_id,
        material_id,
        counterparty_id,
        value,
        unit,
        cell_id,
        {{ intervals.lies_outside('value', 'half_unit', p.minimum, p.maximum) }} as is_broken
    from staging.stg_facts
    {{ view.where(indicators=p.indicators, domains=p.domains, materials=p.materials, industries=p.industries) }}
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    concat_ws('|', judged.indicator_id, judged.material_id, judged.counterparty_id, judged.cell_id) as finding_key,
    [judged.cell_id] as cell_ids,
    {% for language, name in [('en', common.within_sentence('indicators.name_en')), ('zh', 'indicators.name_zh')] %}
    {{ name }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || {{ common.number('judged.value') }} || ' ' || judged.unit as found_{{ language }},
    {{ common.between(p.minimum, p.maximum, '', language) }} || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as indicators on judged.indicator_id = indicators.indicator_id
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken is not false
{% endif %}
