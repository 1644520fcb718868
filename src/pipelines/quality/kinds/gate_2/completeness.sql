{#
subject: a plant and period whose submission was due before the as-of date
subject_zh: "截至基准日应报的工厂与期间"
may_block: false
parameters: {}
#}
{% import 'duties.sql' as duties %}
with

{{ duties.due(view) }},

reported as (
    select distinct
        plant_id,
        period,
        frequency
    from marts.fct_indicators
),

judged as (
    select
        'fct_indicators' as mart,
        due.plant_id,
        due.period,
        due.frequency as finding_key,
        'no accepted value of ' || due.period_text as found_en,
        due.period_text || ' 没有被采用的数值' as found_zh,
        'an accepted submission, due by ' || due.due_on as expected_en,
        '应有一份被采用的报送，期限 ' || due.due_on as expected_zh,
        reported.plant_id is null as is_broken
    from due
    left join reported
        on
            due.plant_id = reported.plant_id
            and due.period = reported.period
            and due.frequency = reported.frequency
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
