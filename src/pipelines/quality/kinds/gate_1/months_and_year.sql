{#
subject: a yearly submission and material whose plant has all twelve months of the year in its history
subject_zh: "历史中该年十二个月齐全的工厂的年度填报及物料"
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, value, half_unit, unit, cell_id, received_at]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  month: {type: indicators, required: true, is: "One indicator: the quantity of a month"}
  year: {type: indicators, required: true, is: "One indicator: the quantity of the year"}
  months: {type: number, default: 12, is: "How many months a year has; fewer in the history are not judged", zh: "一年的月数；历史中不足则不判断"}
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

facts as (
    select
        *,
        date_trunc('year', period) as year
    from staging.stg_facts
    {{ view.where(indicators=p.month + p.year) }}
),

yearly as (
    select
        submission_id,
        plant_id,
        year,
        material_id,
        any_value(unit) as unit,
        sum(value) as value,
        sum(half_unit) as half_unit,
        list(cell_id order by cell_id) as cell_ids
    from facts
    where frequency = 'year' and indicator_id = {{ p.year[0] | literal }}
    group by submission_id, plant_id, year, material_id
),

monthly as (
    select
        facts.plant_id,
        facts.year,
        facts.material_id,
        sum(facts.value) as value,
        sum(facts.half_unit) as half_unit,
        list(facts.cell_id order by facts.period) as cell_ids
    from facts
    semi join gate.history on facts.submission_id = history.submission_id
    where facts.frequency = 'month' and facts.indicator_id = {{ p.month[0] | literal }}
    group by facts.plant_id, facts.year, facts.material_id
    having count(distinct facts.period) = {{ p.months }}
),

judged as (
    select
        yearly.submission_id,
        yearly.material_id,
        yearly.unit,
        yearly.value,
        yearly.cell_ids || monthly.cell_ids as cell_ids,
        monthly.value as sum_of_months,
        yearly.half_unit + monthly.half_unit as half_units,
        {{ intervals.gap('yearly.value', 'monthly.value', 'half_units') }} > 0 as is_broken
    from yearly
    inner join monthly
        on
            yearly.plant_id = monthly.plant_id
            and yearly.year = monthly.year
            and yearly.material_id = monthly.material_id
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.material_id as finding_key,
    judged.cell_ids,
    {% for language, months in [('en', 'sum of the months'), ('zh', '各月合计')] %}
    names.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || {{ common.number('judged.value') }} || ' ' || judged.unit || ' <> {{ months }} '
    || {{ common.number('judged.sum_of_months') }} || ' ' || judged.unit
    || {{ intervals.explained('judged.half_units', 'judged.unit', language) }} as found_{{ language }},
    {{ common.number('judged.sum_of_months') }} || ' ' || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as names on names.indicator_id = {{ p.year[0] | literal }}
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken is not false
{% endif %}
