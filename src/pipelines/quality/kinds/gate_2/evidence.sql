{#
subject: a figure of `rpt_disclosure` with a value
subject_zh: "`rpt_disclosure` 中有值的一个数字"
may_block: false
parameters:
  evidence: {type: texts, required: true, is: "Grades of evidence of factors that are reported"}
  named: {type: number, default: 10, is: "How many factors a finding names; it counts the others", zh: "一项发现列出多少个因子，其余只计数"}
#}
with

figures as (
    select
        *,
        concat('entity_id=', entity_id, '|year=', year, '|indicator_id=', indicator_id, '|figure_id=', figure_id)
            as row_key
    from marts.rpt_disclosure
    where value is not null
),

weak_factors as (
    select factor_id
    from marts.dim_factor
    where evidence in {{ p.evidence | listed }}
),

weak_rows as (
    select distinct
        links.mart,
        links.row_key,
        links.factor_id
    from marts.bridge_lineage as links
    semi join weak_factors on links.factor_id = weak_factors.factor_id
),

resting as (
    select
        links.row_key,
        list_sort(list(distinct weak_rows.factor_id)) as factor_ids
    from marts.bridge_lineage as links
    inner join weak_rows
        on links.source_mart = weak_rows.mart and links.source_row_key = weak_rows.row_key
    where links.mart = 'rpt_disclosure'
    group by links.row_key
),

judged as (
    select
        'rpt_disclosure' as mart,
        figures.row_key,
        concat(
            figures.entity_id, '|', figures.year, '|', figures.indicator_id, '|', figures.figure_id
        ) as finding_key,
        make_date(cast(figures.year as integer), 1, 1) as period,
        {% for language, before, between, after in [
            ('en', ' rests on ', ' factors of evidence ', ': '), ('zh', ' 依据 ', ' 个因子，其证据等级为 ', '：')
        ] %}
        concat(
            figures.entity_id,
            ' ',
            figures.year,
            ' ',
            figures.indicator_id,
            {{ before | literal }},
            len(resting.factor_ids),
            {{ (between ~ p.evidence | join(', ') ~ after) | literal }},
            array_to_string(resting.factor_ids[1:{{ p.named | int }}], ', '),
            if(len(resting.factor_ids) > {{ p.named | int }}, ' …', '')
        ) as found_{{ language }},
        {% endfor %}
        'a second source for each of them' as expected_en,
        '每个因子另有一个来源' as expected_zh,
        resting.row_key is not null as is_broken
    from figures
    left join resting on figures.row_key = resting.row_key
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
