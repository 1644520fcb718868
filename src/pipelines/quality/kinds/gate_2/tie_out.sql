{#
subject: a published figure
subject_zh: "一个已公布数字"
may_block: false
parameters: {}
#}
{% import 'common.sql' as common %}
with

figures as (
    select *
    from marts.rpt_disclosure
    where published_value is not null
),

judged as (
    select
        'rpt_disclosure' as mart,
        concat('entity_id=', entity_id, '|year=', year, '|indicator_id=', indicator_id, '|figure_id=', figure_id)
            as row_key,
        concat_ws('|', entity_id, year, indicator_id, figure_id) as finding_key,
        make_date(cast(year as integer), 1, 1) as period,
        {% for language, printed in [('en', 'published'), ('zh', '公布值')] %}
        indicator_id || ' ' || {{ common.number('value') }} || ' ' || unit
        || ', {{ printed }} ' || {{ common.number('published_value') }} || ' ' || published_unit as found_{{ language }},
        {{ common.number('published_value') }} || ' ' || published_unit as expected_{{ language }},
        {% endfor %}
        status = 'differs' as is_broken
    from figures
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
