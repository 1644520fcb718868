{#
subject: a submission and domain with enough values other than zero and of enough digits, and another submission to compare it with
subject_zh: "非零且位数足够的数值足够多、且有另一份填报可比的一张表"
needs_history: true
needs:
  staging.stg_facts: [submission_id, plant_id, period, frequency, indicator_id, material_id, counterparty_id, value, half_unit, cell_id, received_at, domain]
parameters:
  compared: {type: text, default: month_before, is: "What it is compared with: `month_before` or `year_before` of the plant, or `other_plants` in the month"}
  domains: {type: domains, required: true, is: "Domains (sheets) that are compared, each for itself"}
  without_indicators: {type: indicators, default: [], is: "Indicators that rightly stay the same"}
  least_values: {type: number, required: true, is: "How many values a domain must have to be judged", zh: "一张表至少有多少个数值才判断"}
  least_digits: {type: number, default: 1, is: "Digits that a value must have to count: shorter ones are equal by chance", zh: "计入的数值至少有几位数字：位数更少的会偶然相同"}
  least_share: {type: number, default: 1, is: "The share of its values that must be equal for it to be a copy", zh: "相同数值达到此比例即视为照抄"}
#}
{% import 'common.sql' as common %}
{% set keys = ['domain', 'indicator_id', 'material_id', 'counterparty_id'] %}
with

facts as (
    select
        submission_id,
        plant_id,
        period,
        {{ keys | join(', ') }},
        value,
        cell_id
    from staging.stg_facts
    {{ view.where(
        has_plant=p.compared != 'other_plants',
        domains=p.domains,
        without_indicators=p.without_indicators,
        conditions=["frequency = 'month'", 'value <> 0', 'abs(value) >= 2 * half_unit * power(10, ' ~ (p.least_digits - 1) ~ ')']
    ) }}
),

sheets as (
    select
        submission_id,
        plant_id,
        period,
        domain,
        count(*) as values_reported
    from facts
    group by submission_id, plant_id, period, domain
    having count(*) >= {{ p.least_values }}
),

others as (
    select sheets.*
    from sheets
    semi join gate.history on sheets.submission_id = history.submission_id
),

{% if p.compared != 'other_plants' %}
pairs as (
    select
        sheets.submission_id,
        sheets.domain,
        others.submission_id as other_id,
        strftime(others.period, '%Y-%m') as other_name
    from sheets
    inner join others
        on
            sheets.plant_id = others.plant_id
            and sheets.domain = others.domain
            {% if p.compared == 'month_before' %}
            and others.period = {{ common.month_before('sheets.period') }}
            {% else %}
            and others.period = cast(sheets.period - interval 1 year as date)
            {% endif %}
),

equal_values as (
    select
        pairs.submission_id,
        pairs.domain,
        count(*) as values_equal,
        min(facts.cell_id) as first_cell_id
    from pairs
    inner join facts on pairs.submission_id = facts.submission_id and pairs.domain = facts.domain
    inner join facts as other_facts
        on
            pairs.other_id = other_facts.submission_id
            and facts.value = other_facts.value
            {% for key in keys %}
            and facts.{{ key }} = other_facts.{{ key }}
            {% endfor %}
    group by pairs.submission_id, pairs.domain
),
{% else %}
-- Of several plants with equal values the one that has most of them.
equal_values as (
    select
        facts.submission_id,
        facts.domain,
        others.plant_id as other_name,
        count(*) as values_equal,
        min(facts.cell_id) as first_cell_id
    from facts
    inner join facts as other_facts
        on
            facts.period = other_facts.period
            and facts.plant_id <> other_facts.plant_id
            and facts.value = other_facts.value
            {% for key in keys %}
            and facts.{{ key }} = other_facts.{{ key }}
            {% endfor %}
    inner join others on other_facts.submission_id = others.submission_id and other_facts.domain = others.domain
    {{ "where facts.plant_id = '" ~ view.plant_id ~ "'" if view.plant_id }}
    group by facts.submission_id, facts.domain, others.plant_id
    qualify row_number() over (
        partition by facts.submission_id, facts.domain order by count(*) desc, others.plant_id
    ) = 1
),
{% endif %}

judged as (
    select
        sheets.submission_id,
        sheets.domain,
        sheets.values_reported,
        {{ 'equal_values' if p.compared == 'other_plants' else 'pairs' }}.other_name,
        equal_values.values_equal,
        equal_values.first_cell_id,
        coalesce(equal_values.values_equal >= {{ p.least_share }} * sheets.values_reported, false) as is_broken
    from sheets
    {% if p.compared != 'other_plants' %}
    inner join pairs on sheets.submission_id = pairs.submission_id and sheets.domain = pairs.domain
    {% endif %}
    left join equal_values
        on sheets.submission_id = equal_values.submission_id and sheets.domain = equal_values.domain
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    submission_id,
    domain as finding_key,
    [first_cell_id] as cell_ids,
    concat(values_equal, ' of ', values_reported, ' values equal those of ', other_name) as found_en,
    concat(values_reported, ' 个数值中 ', values_equal, ' 个与 ', other_name, ' 相同') as found_zh
from judged
where is_broken
{% endif %}
