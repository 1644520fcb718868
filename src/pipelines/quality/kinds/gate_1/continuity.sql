{#
subject: a submission and material whose plant has a submission for the month before
subject_zh: "上月有填报的工厂的一份填报及物料"
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, value, half_unit, unit, cell_id, received_at]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  opening: {type: indicators, required: true, is: "One indicator: what there is when the month begins"}
  closing: {type: indicators, required: true, is: "One indicator: what there is when the month ends"}
#}
{#
A month whose own opening stock breaks the chain is held; the month after it is not judged against it. So of a row
of breaks in the plant's history, the first, third, fifth … are held.
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
with

facts as (
    select
        submission_id,
        plant_id,
        period,
        material_id,
        any_value(unit) as unit,
        {% for stock, indicator in [('opening', p.opening[0]), ('closing', p.closing[0])] %}
        sum(value) filter (where indicator_id = {{ indicator | literal }}) as {{ stock }},
        sum(half_unit) filter (where indicator_id = {{ indicator | literal }}) as {{ stock }}_half_unit,
        list(cell_id order by cell_id) filter (where indicator_id = {{ indicator | literal }}) as {{ stock }}_cells,
        {% endfor %}
        count(*) as cells
    from staging.stg_facts
    {{ view.where(indicators=p.opening + p.closing, conditions=["frequency = 'month'"]) }}
    group by submission_id, plant_id, period, material_id
),

history as (
    select facts.*
    from facts
    semi join gate.history on facts.submission_id = history.submission_id
),

{% set gap = intervals.gap(
    'later.opening', 'earlier.closing', 'later.opening_half_unit + earlier.closing_half_unit'
) %}

chain as (
    select
        later.plant_id,
        later.material_id,
        later.period,
        {{ gap }} > 0 as is_break
    from history as later
    inner join history as earlier
        on
            later.plant_id = earlier.plant_id
            and later.material_id = earlier.material_id
            and earlier.period = {{ common.month_before('later.period') }}
    where later.opening is not null and earlier.closing is not null
),

breaks as (
    select
        plant_id,
        material_id,
        period,
        period - to_months(cast(
            row_number() over (partition by plant_id, material_id order by period) as integer
        )) as streak
    from chain
    where is_break
),

held as (
    select
        plant_id,
        material_id,
        period
    from breaks
    qualify row_number() over (partition by plant_id, material_id, streak order by period) % 2 = 1
),

judged as (
    select
        later.submission_id,
        later.material_id,
        later.unit,
        later.opening,
        later.opening_cells || earlier.closing_cells as cell_ids,
        earlier.closing,
        earlier.period as earlier_period,
        {{ gap }} > 0 as is_broken
    from facts as later
    inner join history as earlier
        on
            later.plant_id = earlier.plant_id
            and later.material_id = earlier.material_id
            and earlier.period = {{ common.month_before('later.period') }}
    anti join held
        on
            earlier.plant_id = held.plant_id
            and earlier.material_id = held.material_id
            and earlier.period = held.period
    where later.opening is not null and earlier.closing is not null
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.material_id as finding_key,
    judged.cell_ids,
    {% for language in ['en', 'zh'] %}
    opening.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || {{ common.number('judged.opening') }} || ' ' || judged.unit || ' <> '
    || closing.name_{{ language }} || ' ' || strftime(judged.earlier_period, '%Y-%m') || ' '
    || {{ common.number('judged.closing') }} || ' ' || judged.unit as found_{{ language }},
    {{ common.number('judged.closing') }} || ' ' || judged.unit as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as opening on opening.indicator_id = {{ p.opening[0] | literal }}
inner join reference.indicators as closing on closing.indicator_id = {{ p.closing[0] | literal }}
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken is not false
{% endif %}
