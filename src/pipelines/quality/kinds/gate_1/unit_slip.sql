{#
subject: a reported value other than zero, where the plant's history has enough other periods with one
needs:
  staging.stg_facts: [submission_id, plant_id, period, indicator_id, material_id, counterparty_id, value, unit, cell_id, received_at, domain, flow]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  domains: {type: domains, required: true, is: "Domains whose values are judged"}
  without_flows: {type: flows, default: [], is: "Flows that vary too much to be judged so: they stand in balances"}
  least_times: {type: number, required: true, is: "Smallest ratio of a slip, up or down, to the median of the others"}
  most_times: {type: number, is: "Largest ratio of a slip; anything above where none is given"}
  least_others: {type: number, required: true, is: "How many other periods the median needs"}
#}
{#
The median leaves the judged period out, so that a wrong value never bends what it is held against. In a sorted list
without one value, the place k holds what stood there before when that is smaller than the value, else its neighbour.
#}
{% import 'common.sql' as common %}
with

facts as (
    select
        submission_id,
        plant_id,
        period,
        indicator_id,
        material_id,
        counterparty_id,
        cell_id,
        unit,
        abs(value) as value
    from staging.stg_facts
    {{ view.where(domains=p.domains, without_flows=p.without_flows, conditions=["frequency = 'month'", 'value <> 0']) }}
),

history as (
    select facts.*
    from facts
    inner join gate.history on facts.submission_id = history.submission_id
),

series as (
    select
        plant_id,
        indicator_id,
        material_id,
        counterparty_id,
        list(value order by value) as sorted_values
    from history
    group by plant_id, indicator_id, material_id, counterparty_id
    having count(*) >= {{ p.least_others }}
),

beside_own as (
    select
        facts.*,
        series.sorted_values,
        own.value as own_value,
        len(series.sorted_values) - if(own.value is null, 0, 1) as others
    from facts
    inner join series
        on
            facts.plant_id = series.plant_id
            and facts.indicator_id = series.indicator_id
            and facts.material_id = series.material_id
            and facts.counterparty_id = series.counterparty_id
    left join history as own
        on
            facts.plant_id = own.plant_id
            and facts.indicator_id = own.indicator_id
            and facts.material_id = own.material_id
            and facts.counterparty_id = own.counterparty_id
            and facts.period = own.period
),

{% macro other(place) -%}
if(
            own_value is null or sorted_values[{{ place }}] < own_value,
            sorted_values[{{ place }}],
            sorted_values[{{ place }} + 1]
        )
{%- endmacro %}

medians as (
    select
        * exclude (sorted_values),
        {{ other('(others + 1) // 2') }} as lower_middle,
        {{ other('others // 2 + 1') }} as upper_middle
    from beside_own
    where others >= {{ p.least_others }}
),

ratios as (
    select
        *,
        (lower_middle + upper_middle) / 2 as median,
        value / ((lower_middle + upper_middle) / 2) as times
    from medians
),

judged as (
    select
        ratios.submission_id,
        concat_ws(
            '|', ratios.indicator_id, ratios.material_id, ratios.counterparty_id, ratios.cell_id
        ) as finding_key,
        [ratios.cell_id] as cell_ids,
        {% for language, middle in [('en', 'median of the other periods'), ('zh', '其他各期中位数')] %}
        indicators.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
        || {{ common.number('ratios.value') }} || ' ' || ratios.unit || ', {{ middle }} '
        || {{ common.number('ratios.median') }} || ' ' || ratios.unit
        || ' (x ' || format('{:,.3g}', ratios.times) || ')' as found_{{ language }},
        {% endfor %}
        'near ' || {{ common.number('ratios.median') }} || ' ' || ratios.unit as expected_en,
        '约 ' || {{ common.number('ratios.median') }} || ' ' || ratios.unit as expected_zh,
        greatest(ratios.times, 1 / ratios.times) >= {{ p.least_times }}
        {% if p.most_times is not none %}
        and greatest(ratios.times, 1 / ratios.times) < {{ p.most_times }}
        {% endif %}
            as is_broken
    from ratios
    inner join reference.indicators as indicators on ratios.indicator_id = indicators.indicator_id
    left join reference.materials as materials on ratios.material_id = materials.material_id
)

select * from judged
