{#
subject: a submission and domain with enough values other than zero, whose plant has a submission for the month before
needs:
  staging.stg_facts: [submission_id, plant_id, indicator_id, material_id, counterparty_id, value, cell_id, received_at, domain]
  staging.stg_submissions: [submission_id, plant_id, period, frequency]
parameters:
  domains: {type: domains, required: true, is: "Domains (sheets) that are compared, each for itself"}
  without_indicators: {type: indicators, default: [], is: "Indicators that rightly stay the same"}
  least_values: {type: number, required: true, is: "How many values a domain must have to be judged"}
#}
{% import 'common.sql' as common %}
with

facts as (
    select
        reported.submission_id,
        reported.plant_id,
        submissions.period,
        reported.domain,
        concat_ws('|', reported.indicator_id, reported.material_id, reported.counterparty_id) as series,
        reported.value,
        reported.cell_id
    from (
        select * from staging.stg_facts
        {{ view.where(domains=p.domains, without_indicators=p.without_indicators, conditions=['value <> 0']) }}
    ) as reported
    inner join staging.stg_submissions as submissions on reported.submission_id = submissions.submission_id
    where submissions.frequency = 'month'
),

sheets as (
    select
        submission_id,
        plant_id,
        period,
        domain,
        count(*) as values_reported,
        list(cell_id order by cell_id) as cell_ids,
        md5(string_agg(concat(series, '=', value), ';' order by series, value)) as fingerprint
    from facts
    group by submission_id, plant_id, period, domain
    having count(*) >= {{ p.least_values }}
),

judged as (
    select
        later.submission_id,
        later.domain as finding_key,
        later.cell_ids,
        concat('all ', later.values_reported, ' values equal those of ', strftime(earlier.period, '%Y-%m')) as found_en,
        concat('全部 ', later.values_reported, ' 个数值与 ', strftime(earlier.period, '%Y-%m'), ' 相同') as found_zh,
        later.fingerprint = earlier.fingerprint as is_broken
    from sheets as later
    inner join sheets as earlier
        on
            later.plant_id = earlier.plant_id
            and later.domain = earlier.domain
            and earlier.period = {{ common.month_before('later.period') }}
    inner join gate.history on earlier.submission_id = history.submission_id
)

select * from judged
