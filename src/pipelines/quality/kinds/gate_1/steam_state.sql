{#
subject: a submission that reports pressure and temperature of a steam between the pressures of the saturation line
subject_zh: "压力在饱和线范围内、填报了压力与温度的蒸汽"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, value, half_unit, unit, cell_id, received_at]
  reference.steam_saturation: [pressure_mpa, temperature_c]
parameters:
  pressure: {type: indicators, required: true, is: "One indicator: its absolute pressure"}
  temperature: {type: indicators, required: true, is: "One indicator: its temperature"}
  tolerance_c: {type: number, required: true, is: "How far below saturation instruments may show saturated steam, in °C", zh: "仪表显示的饱和蒸汽温度可低于饱和温度多少 °C"}
#}
{#
Between two lines of the table the temperature grows in a straight line with the logarithm of the pressure.
#}
{% import 'common.sql' as common %}
with

states as (
    select
        submission_id,
        max(value) filter (where indicator_id = {{ p.pressure[0] | literal }}) as pressure_mpa,
        max(half_unit) filter (where indicator_id = {{ p.pressure[0] | literal }}) as pressure_half_unit,
        max(value) filter (where indicator_id = {{ p.temperature[0] | literal }}) as temperature_c,
        max(half_unit) filter (where indicator_id = {{ p.temperature[0] | literal }}) as temperature_half_unit,
        list(cell_id order by indicator_id <> {{ p.temperature[0] | literal }}) as cell_ids
    from staging.stg_facts
    {{ view.where(indicators=p.pressure + p.temperature) }}
    group by submission_id
    having pressure_mpa > pressure_half_unit and temperature_c is not null
),

saturation as (
    select
        cast(pressure_mpa as double) as pressure_mpa,
        cast(temperature_c as double) as temperature_c,
        lead(cast(pressure_mpa as double)) over (order by pressure_mpa) as next_pressure_mpa,
        lead(cast(temperature_c as double)) over (order by pressure_mpa) as next_temperature_c
    from reference.steam_saturation
),

judged as (
    select
        states.*,
        saturation.temperature_c + (saturation.next_temperature_c - saturation.temperature_c)
        * ln((states.pressure_mpa - states.pressure_half_unit) / saturation.pressure_mpa)
        / ln(saturation.next_pressure_mpa / saturation.pressure_mpa) as saturation_c,
        states.temperature_c + states.temperature_half_unit < saturation_c - {{ p.tolerance_c }} as is_broken
    from states
    inner join saturation
        on
            states.pressure_mpa - states.pressure_half_unit >= saturation.pressure_mpa
            and states.pressure_mpa - states.pressure_half_unit < saturation.next_pressure_mpa
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    submission_id,
    'state' as finding_key,
    cell_ids,
    {% for language, water, least in [
        ('en', 'liquid water, saturated at', 'steam: at least'), ('zh', '为液态水，饱和温度', '蒸汽：不低于')
    ] %}
    {{ common.number('temperature_c') }} || ' °C, ' || {{ common.number('pressure_mpa') }} || ' MPa: {{ water }} '
    || {{ common.quotient('saturation_c') }} || ' °C' as found_{{ language }},
    '{{ least }} ' || {{ common.quotient('saturation_c') }} || ' °C' as expected_{{ language }}{{ ',' if not loop.last }}
    {% endfor %}
from judged
where is_broken
{% endif %}
