{#
subject: a yearly submission and material whose plant has all twelve months of the year in its history
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, value, unit, cell_id, received_at]
  staging.stg_submissions: [submission_id, plant_id, period, frequency]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  month: {type: indicators, required: true, is: "One indicator: the quantity of a month"}
  year: {type: indicators, required: true, is: "One indicator: the quantity of the year"}
  months: {type: number, default: 12, is: "How many months a year has; fewer in the history are not judged"}
  tolerance_share: {type: number, default: 0, is: "Largest difference as a share of the yearly value"}
#}
{% import 'common.sql' as common %}
with

facts as (
    select
        quantities.*,
        submissions.frequency,
        date_trunc('year', submissions.period) as year
    from (
        select * from staging.stg_facts
        {{ view.where(indicators=p.month + p.year) }}
    ) as quantities
    inner join staging.stg_submissions as submissions on quantities.submission_id = submissions.submission_id
),

yearly as (
    select
        submission_id,
        plant_id,
        year,
        material_id,
        any_value(unit) as unit,
        sum(value) as value,
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
        list(facts.cell_id order by facts.period) as cell_ids
    from facts
    inner join gate.history on facts.submission_id = history.submission_id
    where facts.frequency = 'month' and facts.indicator_id = {{ p.month[0] | literal }}
    group by facts.plant_id, facts.year, facts.material_id
    having count(distinct facts.period) = {{ p.months }}
),

judged as (
    select
        yearly.submission_id,
        yearly.material_id as finding_key,
        yearly.cell_ids || monthly.cell_ids as cell_ids,
        {% for language, months in [('en', 'sum of the months'), ('zh', '各月合计')] %}
        names.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
        || {{ common.number('yearly.value') }} || ' ' || yearly.unit || ' <> {{ months }} '
        || {{ common.number('monthly.value') }} || ' ' || yearly.unit as found_{{ language }},
        {{ common.number('monthly.value') }} || ' ' || yearly.unit as expected_{{ language }},
        {% endfor %}
        abs(yearly.value - monthly.value) > {{ p.tolerance_share }} * abs(yearly.value) as is_broken
    from yearly
    inner join monthly
        on
            yearly.plant_id = monthly.plant_id
            and yearly.year = monthly.year
            and yearly.material_id = monthly.material_id
    inner join reference.indicators as names on names.indicator_id = {{ p.year[0] | literal }}
    left join reference.materials as materials on yearly.material_id = materials.material_id
)

select * from judged
