{# Whether waivers still hold: one row per waiver of a rule of this gate. #}
with

waivers as (
    select * from gate.waivers
    where rule_id in (select rules.rule_id from gate.rules)
),

findings as (select * from gate.findings),

compared as (
    select
        waivers.*,
        findings.finding_id,
        findings.submission_id,
        findings.plant_id as finding_plant_id,
        findings.period,
        findings.found as found_en,
        findings.found_zh,
        findings.fingerprint = waivers.fingerprint as is_same
    from waivers
    left join findings
        on
            waivers.rule_id = findings.rule_id
            and coalesce(waivers.plant_id = findings.plant_id, waivers.plant_id is null)
            and coalesce(findings.period >= waivers.period_from, waivers.period_from is null)
            and coalesce(findings.period <= waivers.period_to, waivers.period_to is null)
            and (findings.state = 'open' or findings.fingerprint = waivers.fingerprint)
),

-- Of several findings the one with the same values, else the first.
judged as (
    select
        *,
        case
            when is_same and not is_expired then 'holds'
            when is_same then 'expired'
            when finding_id is null then 'without_finding'
            else 'values_changed'
        end as waiver_state
    from compared
    qualify row_number() over (partition by waiver_id order by is_same desc nulls last, finding_id) = 1
)

{% if asked == 'subjects' %}
select
    waiver_id,
    waiver_state in ('expired', 'values_changed') as is_broken
from judged
{% else %}
select
    submission_id,
    finding_plant_id as plant_id,
    period,
    waiver_id || '|' || finding_id as finding_key,
    concat(
        'waiver ', waiver_id, ' of rule ', rule_id,
        if(waiver_state = 'expired', ' expired on ' || expires_on, ' was given for ' || coalesce(found, 'other values')),
        '; open now: ', found_en
    ) as found_en,
    concat(
        '规则 ', rule_id, ' 的豁免 ', waiver_id,
        if(waiver_state = 'expired', ' 已于 ' || expires_on || ' 到期', ' 所针对的是 ' || coalesce(found, '其他数值')),
        '；现为：', found_zh
    ) as found_zh
from judged
where waiver_state in ('expired', 'values_changed')
{% endif %}
