{#
subject: a material of the documents of a month (for `amounts`), or a report of a material since documents are asked for (for `presence`)
subject_zh: "当月单据中的一种物料（`amounts`），或要求单据以来填报的一种物料（`presence`）"
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, period, form_id, frequency, indicator_id, material_id, document_id, value, half_unit, unit, cell_id, received_at]
  staging.stg_submissions: [submission_id, plant_id, period, form_id, frequency, kind]
  reference.indicators: [indicator_id, name_en, name_zh, form_ids, valid_from]
  reference.materials: [material_id, name_en, name_zh]
parameters:
  what: {type: text, required: true, is: "`amounts`: both say the same; `presence`: what is reported has documents, since they are asked for"}
  documented: {type: indicators, required: true, is: "One indicator: the quantity of one document"}
  reported: {type: indicators, required: true, is: "One indicator: the quantity of the month"}
#}
{#
The documents of a month are compared with the report that counts for that month. Documents that are held are there
nonetheless: what holds them says so. What a file of documents does not list was, by it, not moved; where a report lacks the quantity, nothing agrees.
#}
{% import 'common.sql' as common %}
{% import 'intervals.sql' as intervals %}
{% set documented, reported = p.documented[0] | literal, p.reported[0] | literal %}
with

facts as (
    select *
    from staging.stg_facts
    {{ view.where(indicators=p.documented + p.reported) }}
),

history as (
    select submissions.*
    from staging.stg_submissions as submissions
    semi join gate.history on submissions.submission_id = history.submission_id
    where submissions.kind <> 'withdraws'
),

amounts as (
    select
        submission_id,
        plant_id,
        period,
        material_id,
        indicator_id = {{ documented }} as is_documented,
        any_value(unit) as unit,
        sum(value) as value,
        sum(half_unit) as half_unit,
        list(cell_id order by document_id, cell_id) as cell_ids
    from facts
    group by all
),

documents as (select * from amounts where is_documented),

reports as (select * from amounts where not is_documented),

{% if p.what == 'amounts' %}
files as (
    select distinct
        submission_id,
        plant_id,
        period
    from documents
),

pairs as (
    select
        files.submission_id,
        reporting.submission_id as report_id
    from files
    inner join history as reporting
        on files.plant_id = reporting.plant_id and files.period = reporting.period and reporting.frequency = 'month'
),

materials_of_pairs as (
    select
        pairs.submission_id,
        pairs.report_id,
        amounts.material_id
    from pairs
    inner join amounts on pairs.submission_id = amounts.submission_id or pairs.report_id = amounts.submission_id
    group by all
),

judged as (
    select
        materials_of_pairs.submission_id,
        materials_of_pairs.material_id,
        coalesce(documents.unit, reports.unit) as unit,
        coalesce(documents.value, 0) as documented_value,
        reports.value as reported_value,
        coalesce(documents.cell_ids, []) || coalesce(reports.cell_ids, []) as cell_ids,
        coalesce(
            {{ intervals.gap(
                'documented_value', 'reported_value', 'coalesce(documents.half_unit, 0) + reports.half_unit'
            ) }} > 0,
            true
        ) as is_broken
    from materials_of_pairs
    left join documents
        on
            materials_of_pairs.submission_id = documents.submission_id
            and materials_of_pairs.material_id = documents.material_id
    left join reports
        on
            materials_of_pairs.report_id = reports.submission_id
            and materials_of_pairs.material_id = reports.material_id
)
{% else %}
asked_from as (
    select valid_from from reference.indicators
    where indicator_id = {{ documented }}
),

documented_months as (
    select distinct
        plant_id,
        period
    from documents
),

judged as (
    select
        reports.submission_id,
        reports.material_id,
        reports.unit,
        null as documented_value,
        reports.value as reported_value,
        reports.cell_ids,
        documented_months.plant_id is null as is_broken
    from reports
    inner join asked_from on reports.period >= asked_from.valid_from
    left join documented_months
        on reports.plant_id = documented_months.plant_id and reports.period = documented_months.period
    where reports.value > 0
)
{% endif %}

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    judged.material_id as finding_key,
    judged.cell_ids,
    {% for language, nothing in [('en', 'nothing'), ('zh', '无')] %}
    documented.name_{{ language }} || {{ common.of_material('materials.name_' ~ language) }} || ' '
    || coalesce({{ common.number('judged.documented_value') }} || ' ' || judged.unit, '{{ nothing }}') || ' <> '
    || reported.name_{{ language }} || ' '
    || coalesce({{ common.number('judged.reported_value') }} || ' ' || judged.unit, '{{ nothing }}')
        as found_{{ language }},
    coalesce({{ common.number('judged.reported_value') }} || ' ' || judged.unit, '{{ nothing }}')
        as expected_{{ language }},
    {% endfor %}
    judged.submission_id
from judged
inner join reference.indicators as documented on documented.indicator_id = {{ documented }}
inner join reference.indicators as reported on reported.indicator_id = {{ reported }}
left join reference.materials as materials on judged.material_id = materials.material_id
where judged.is_broken
{% endif %}
