with

findings as (
    select * from {{ ref('stg_findings__arrivals') }}
    union all by name
    select * from {{ ref('stg_findings__unread_places') }}
    union all by name
    select * from {{ ref('stg_findings__places') }}
    union all by name
    select * from {{ ref('stg_findings__submissions') }}
    union all by name
    select * from {{ ref('stg_findings__revisions') }}
    union all by name
    select * from {{ ref('stg_findings__headers') }}
    union all by name
    select * from {{ ref('stg_findings__foreign_headers') }}
    union all by name
    select * from {{ ref('stg_findings__foreign_values') }}
    union all by name
    select * from {{ ref('stg_findings__rows') }}
    union all by name
    select * from {{ ref('stg_findings__numbers') }}
    union all by name
    select * from {{ ref('stg_findings__factors') }}
),

-- What follows from a plant or a period that cannot be right is not said again of each row.
consequences as (
    select
        findings.submission_id,
        unnest(case
            when findings.rule_id in ('plant_not_active', 'period_in_future')
                then ['indicator_not_in_force', 'activity_without_factor', 'carrier_without_coefficient']
            when findings.rule_id in ('plant_differs_from_name', 'plant_differs_from_place')
                then ['indicator_not_for_industry', 'activity_without_factor']
        end) as rule_id
    from findings
),

without_consequences as (
    select
        findings.rule_id,
        findings.arrival_id,
        findings.submission_id,
        findings.sheet,
        findings.row_number,
        findings.address,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.about,
        findings.concerns_arrival
    from findings
    anti join consequences
        on findings.submission_id = consequences.submission_id and findings.rule_id = consequences.rule_id
)

select * from without_consequences
