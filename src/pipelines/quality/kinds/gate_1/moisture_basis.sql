{#
subject: a submission and fuel that reports a content on both bases, and the moistures between them
subject_zh: "同时填报两种基准含量及其间水分的一份填报及燃料"
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, value, half_unit, unit, cell_id, received_at]
  reference.indicators: [indicator_id, name_en, name_zh]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  content: {type: indicators, required: true, is: "One indicator: the content that is judged"}
  moisture: {type: indicators, required: true, is: "One indicator: the moisture of its basis"}
  other_content: {type: indicators, required: true, is: "One indicator: the same content on another basis"}
  other_moisture: {type: indicators, default: [], is: "One indicator: the moisture of that basis; none where it is dry"}
  tolerance_share: {type: number, default: 0, is: "Largest difference beyond rounding that analysis explains, as a share of the content", zh: "化验可解释的最大差异（超出修约部分），占含量的比例"}
#}
{% import 'common.sql' as common %}
{% set indicators = {
    'content': p.content, 'moisture': p.moisture, 'other_content': p.other_content, 'other_moisture': p.other_moisture
} %}
with

contents as (
    select
        submission_id,
        material_id,
        any_value(unit) as unit,
        {% for name, of_name in indicators.items() %}
        {% for column, stated in [
            ('value', 'value'), ('least', 'value - half_unit'), ('most', 'value + half_unit')
        ] %}
        {% if of_name %}
        max(cast({{ stated }} as double))
            filter (where indicator_id = {{ of_name[0] | literal }}) as {{ name }}_{{ column }},
        {% else %}
        0 as {{ name }}_{{ column }},
        {% endif %}
        {% endfor %}
        {% endfor %}
        list(
            cell_id
            order by array_position({{ (p.content + p.moisture + p.other_content + p.other_moisture) | array }}, indicator_id)
        ) as cell_ids
    from staging.stg_facts
    {{ view.where(indicators=p.content + p.moisture + p.other_content + p.other_moisture) }}
    group by submission_id, material_id
    having content_value + moisture_value + other_content_value + other_moisture_value is not null
),

judged as (
    select
        *,
        other_content_value * (100 - moisture_value) / (100 - other_moisture_value) as expected,
        other_content_least * (100 - moisture_most) / (100 - other_moisture_least) as least,
        other_content_most * (100 - moisture_least) / (100 - other_moisture_most) as most,
        not (
            content_most >= least - {{ p.tolerance_share }} * content_value
            and content_least <= most + {{ p.tolerance_share }} * content_value
        ) as is_broken
    from contents
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.submission_id,
    judged.material_id as finding_key,
    judged.cell_ids,
    {% for language in ['en', 'zh'] %}
    own.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || {{ common.number('judged.content_value') }} || ' ' || judged.unit || ' <> ' || others.name_{{ language }} || ' '
    || {{ common.number('judged.other_content_value') }} || ' x (100 - ' || {{ common.number('judged.moisture_value') }}
    || ') / (100 - ' || {{ common.number('judged.other_moisture_value') }} || ')' as found_{{ language }},
    {{ common.quotient('judged.expected') }} || ' ' || judged.unit as expected_{{ language }}{{ ',' if not loop.last }}
    {% endfor %}
from judged
inner join reference.indicators as own on own.indicator_id = {{ p.content[0] | literal }}
inner join reference.indicators as others on others.indicator_id = {{ p.other_content[0] | literal }}
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken is not false
{% endif %}
