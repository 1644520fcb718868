{#
subject: a submission and material whose plant has a submission for the month before
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, value, unit, cell_id, received_at]
  staging.stg_submissions: [submission_id, plant_id, period, frequency]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  opening: {type: indicators, required: true, is: "One indicator: what there is when the month begins"}
  closing: {type: indicators, required: true, is: "One indicator: what there is when the month ends"}
  tolerance: {type: number, default: 0, is: "Largest difference, in the unit of the indicators"}
  tolerance_share: {type: number, default: 0, is: "Largest difference as a share of the closing stock; the larger tolerance counts"}
#}
{#
A month whose own opening stock breaks the chain is held; the month after it is not judged against it. So of a row
of breaks in the plant's history, the first, third, fifth … are held.
#}
{% import 'common.sql' as common %}
with

facts as (
    select
        stocks.submission_id,
        stocks.plant_id,
        submissions.period,
        stocks.material_id,
        any_value(stocks.unit) as unit,
        sum(stocks.value) filter (where stocks.indicator_id = {{ p.opening[0] | literal }}) as opening,
        sum(stocks.value) filter (where stocks.indicator_id = {{ p.closing[0] | literal }}) as closing,
        list(stocks.cell_id order by stocks.cell_id)
            filter (where stocks.indicator_id = {{ p.opening[0] | literal }}) as opening_cells,
        list(stocks.cell_id order by stocks.cell_id)
            filter (where stocks.indicator_id = {{ p.closing[0] | literal }}) as closing_cells
    from (
        select * from staging.stg_facts
        {{ view.where(indicators=p.opening + p.closing) }}
    ) as stocks
    inner join staging.stg_submissions as submissions on stocks.submission_id = submissions.submission_id
    where submissions.frequency = 'month'
    group by stocks.submission_id, stocks.plant_id, submissions.period, stocks.material_id
),

history as (
    select facts.*
    from facts
    inner join gate.history on facts.submission_id = history.submission_id
),

{% macro tolerance(closing) -%}
greatest({{ p.tolerance }}, {{ p.tolerance_share }} * {{ closing }})
{%- endmacro %}

chain as (
    select
        later.plant_id,
        later.material_id,
        later.period,
        abs(later.opening - earlier.closing) > {{ tolerance('earlier.closing') }} as is_break
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
        later.material_id as finding_key,
        later.opening_cells || earlier.closing_cells as cell_ids,
        {% for language in ['en', 'zh'] %}
        opening_names.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
        || {{ common.number('later.opening') }} || ' ' || later.unit || ' <> '
        || closing_names.name_{{ language }} || ' ' || strftime(earlier.period, '%Y-%m') || ' '
        || {{ common.number('earlier.closing') }} || ' ' || earlier.unit as found_{{ language }},
        {{ common.number('earlier.closing') }} || ' ' || earlier.unit as expected_{{ language }},
        {% endfor %}
        abs(later.opening - earlier.closing) > {{ tolerance('earlier.closing') }} as is_broken
    from facts as later
    inner join history as earlier
        on
            later.plant_id = earlier.plant_id
            and later.material_id = earlier.material_id
            and earlier.period = {{ common.month_before('later.period') }}
    left join held
        on
            earlier.plant_id = held.plant_id
            and earlier.material_id = held.material_id
            and earlier.period = held.period
    inner join reference.indicators as opening_names on opening_names.indicator_id = {{ p.opening[0] | literal }}
    inner join reference.indicators as closing_names on closing_names.indicator_id = {{ p.closing[0] | literal }}
    left join reference.materials as materials on later.material_id = materials.material_id
    where
        later.opening is not null
        and earlier.closing is not null
        and held.period is null
)

select * from judged
