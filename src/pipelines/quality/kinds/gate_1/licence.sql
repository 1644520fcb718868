{#
subject: a manifest for which this can be asked of the receiver's licence; for `quantity`, one of a submission that counts
subject_zh: "可就接收单位许可证核对的联单；`quantity` 时为有效填报的联单"
needs_history: {what: [quantity]}
needs:
  staging.stg_manifests: [fact_id, submission_id, plant_id, period, manifest_number, waste_code, quantity_t, cell_id, received_at, transferred_on, licence_id, licence_cell_id, treatment_id, treatment_cell_id]
  reference.waste_receiver_licences: [licence_id, waste_code, treatment_ids, yearly_quantity_t, valid_from, valid_to]
parameters:
  what: {type: text, required: true, is: "What is asked of it: that it is `known`, covers the `waste`, is valid on the `day`, allows the `treatment` or the `quantity` of the year"}
#}
{#
Each is asked only where the one before it holds: an unknown licence is not also out of date. A month without a day is
covered when the licence is valid on one of its days. The quantity is that of all plants, day by day; the manifest that
goes beyond the licence is broken, and each one after it.
#}
{% import 'common.sql' as common %}
{% set asked_when, must, cells, expected = {
    'known': ('true', 'is_known', ['licence_cell_id', 'cell_id'], ['a licence of waste_receiver_licences.csv', '许可证清单中的许可证']),
    'waste': ('is_known', 'covers_waste', ['licence_cell_id', 'cell_id'], ['a licence that covers the waste', '覆盖该废物的许可证']),
    'day': ('covers_waste', 'covers_day', ['licence_cell_id', 'cell_id'], ['a licence that is valid on the day', '转移当日有效的许可证']),
    'treatment': ('covers_day and treatment_id is not null', 'allows_treatment', ['treatment_cell_id', 'licence_cell_id'], ['a treatment that the licence allows', '许可证允许的利用处置方式']),
    'quantity': ('covers_day', 'is_within_quantity', ['cell_id', 'licence_cell_id'], ['no more in the year than the licence allows', '年内不超过许可数量'])
}[p.what] %}
with

manifests as (
    select
        *,
        coalesce(transferred_on, period) as first_day,
        coalesce(transferred_on, last_day(period)) as last_possible_day
    from staging.stg_manifests
    {{ view.where(conditions=['licence_id is not null']) }}
),

lines as (
    select
        manifests.fact_id,
        licences.licence_id is not null as is_known,
        licences.waste_code in (manifests.waste_code, 'HW' || right(manifests.waste_code, 2)) as covers_waste,
        covers_waste
        and manifests.last_possible_day >= licences.valid_from
        and coalesce(manifests.first_day <= licences.valid_to, true) as covers_day,
        covers_day
        and list_contains(string_split(licences.treatment_ids, ';'), manifests.treatment_id) as allows_treatment,
        if(covers_day, licences.waste_code, null) as licensed_code,
        if(covers_day, licences.yearly_quantity_t, null) as licensed_t
    from manifests
    left join reference.waste_receiver_licences as licences on manifests.licence_id = upper(licences.licence_id)
),

licensed as (
    select
        fact_id,
        bool_or(is_known) as is_known,
        coalesce(bool_or(covers_waste), false) as covers_waste,
        coalesce(bool_or(covers_day), false) as covers_day,
        coalesce(bool_or(allows_treatment), false) as allows_treatment,
        max(licensed_code) as licensed_code,
        max(licensed_t) as licensed_t
    from lines
    group by fact_id
),

joined as (
    select
        manifests.*,
        licensed.* exclude (fact_id)
    from manifests
    inner join licensed on manifests.fact_id = licensed.fact_id
    {% if p.what == 'quantity' %}
    semi join gate.history on manifests.submission_id = history.submission_id
    {% endif %}
),

with_year as (
    select
        *,
        sum(quantity_t) over (
            partition by licence_id, licensed_code, year(first_day)
            order by first_day, manifest_number, fact_id
            rows between unbounded preceding and current row
        ) as quantity_until_then_t,
        quantity_until_then_t <= licensed_t as is_within_quantity
    from joined
),

judged as (
    select
        *,
        not {{ must }} as is_broken
    from with_year
    where {{ asked_when }}
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select
    fact_id as finding_key,
    [{{ cells | join(', ') }}] as cell_ids,
    {% for language, manifest, licence, total in [
        ('en', 'manifest', 'licence', 'in the year until then'), ('zh', '联单', '许可证', '年内累计')
    ] %}
    concat(
        '{{ manifest }} ', manifest_number, ': ', waste_code, ' {{ licence }} ', licence_id,
        {% if p.what == 'day' %}
        ' ', coalesce(cast(transferred_on as varchar), strftime(period, '%Y-%m')),
        {% elif p.what == 'treatment' %}
        ' ', treatment_id,
        {% elif p.what == 'quantity' %}
        ' {{ total }} ', {{ common.number('quantity_until_then_t') }}, ' t > ', {{ common.number('licensed_t') }}, ' t',
        {% endif %}
        ''
    ) as found_{{ language }},
    {{ expected[loop.index0] | literal }} as expected_{{ language }},
    {% endfor %}
    submission_id
from judged
where is_broken
{% endif %}
