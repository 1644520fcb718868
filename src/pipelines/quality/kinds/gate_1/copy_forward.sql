{#
subject: a submission and domain with enough values other than zero, whose plant has a submission for the month before
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, counterparty_id, value, cell_id, received_at, domain]
parameters:
  domains: {type: domains, required: true, is: "Domains (sheets) that are compared, each for itself"}
  without_indicators: {type: indicators, default: [], is: "Indicators that rightly stay the same"}
  least_values: {type: number, required: true, is: "How many values a domain must have to be judged"}
#}
{% import 'common.sql' as common %}
with

facts as (
    select
        submission_id,
        plant_id,
        period,
        domain,
        hash(indicator_id, material_id, counterparty_id, value) as fingerprint,
        cell_id
    from staging.stg_facts
    {{ view.where(
        domains=p.domains,
        without_indicators=p.without_indicators,
        conditions=["frequency = 'month'", 'value <> 0']
    ) }}
),

sheets as (
    select
        submission_id,
        plant_id,
        period,
        domain,
        count(*) as values_reported,
        sum(fingerprint) as fingerprint,
        min(cell_id) as first_cell_id
    from facts
    group by submission_id, plant_id, period, domain
    having count(*) >= {{ p.least_values }}
),

judged as (
    select
        later.submission_id,
        later.domain,
        later.first_cell_id,
        later.values_reported,
        earlier.period as earlier_period,
        later.values_reported = earlier.values_reported and later.fingerprint = earlier.fingerprint as is_broken
    from sheets as later
    inner join sheets as earlier
        on
            later.plant_id = earlier.plant_id
            and later.domain = earlier.domain
            and earlier.period = {{ common.month_before('later.period') }}
    semi join gate.history on earlier.submission_id = history.submission_id
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    submission_id,
    domain as finding_key,
    [first_cell_id] as cell_ids,
    concat('all ', values_reported, ' values equal those of ', strftime(earlier_period, '%Y-%m')) as found_en,
    concat('全部 ', values_reported, ' 个数值与 ', strftime(earlier_period, '%Y-%m'), ' 相同') as found_zh
from judged
where is_broken is not false
{% endif %}
