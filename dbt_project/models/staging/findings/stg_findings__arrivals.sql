with

arrivals as (select * from {{ ref('stg_arrivals') }}),

arrival_notes as (select * from {{ source('ledger', 'arrival_notes') }}),

entries as (select * from {{ ref('stg_entries') }}),

unread_tables as (select * from {{ ref('stg_unread_tables') }}),

rejections as (
    select
        rejection_rule_id as rule_id,
        arrival_id,
        cast(null as varchar) as sheet,
        cast(null as varchar) as address,
        rejection_found as found,
        rejection_expected as expected
    from arrivals
    where state = 'rejected'
),

notes as (
    select
        rule_id,
        arrival_id,
        sheet,
        address,
        string_agg(found, '; ' order by found) as found,
        string_agg(distinct expected, '; ' order by expected) as expected
    from arrival_notes
    group by rule_id, arrival_id, sheet, address
),

without_values as (
    select
        'no_values' as rule_id,
        arrivals.arrival_id,
        null as sheet,
        null as address,
        'a form without a single value' as found,
        '没有任何数值的表单' as found_zh,
        'at least one value; what is missing is not zero' as expected,
        '至少一个数值；缺失不是零' as expected_zh
    from arrivals
    anti join entries
        on
            arrivals.content_id = entries.content_id
            and arrivals.form_id = entries.form_id
            and arrivals.layout_version = entries.layout_version
    anti join unread_tables on arrivals.arrival_id = unread_tables.arrival_id
    where arrivals.state = 'read'
),

in_other_places as (
    select
        'form_differs_from_place' as rule_id,
        arrival_id,
        null as sheet,
        null as address,
        form_id as found,
        null as found_zh,
        concat('form ', place_form_text, ', as the path says; or the file in the folder of ', form_id) as expected,
        concat('路径所示的表单 ', place_form_text, '；或将文件放入 ', form_id, ' 的文件夹') as expected_zh
    from arrivals
    where form_id <> place_form_text
),

findings as (
    select * from rejections
    union all by name
    select * from notes
    union all by name
    select * from without_values
    union all by name
    select * from in_other_places
)

select
    *,
    cast(null as varchar) as submission_id,
    true as concerns_arrival,
    case
        when rule_id in ('unknown_kind', 'unreadable_revision', 'unreadable_sent_at', 'unknown_sidecar_field')
            then 'sending'
        when rule_id = 'form_differs_from_place' then 'submission'
        else 'values'
    end as about
from findings
