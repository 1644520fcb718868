with

findings as (
    select * from {{ ref('stg_findings__codes') }}
    union all by name
    select * from {{ ref('stg_findings__units') }}
    union all by name
    select * from {{ ref('stg_findings__names') }}
    union all by name
    select * from {{ ref('stg_findings__data_quality') }}
    union all by name
    select * from {{ ref('stg_findings__details') }}
),

headers as (
    select * from {{ ref('stg_headers') }}
    where not is_repeated
),

missing_columns as (select * from {{ ref('stg_missing_columns') }}),

-- Where the column is missing, the value's own cell stands for it; a finding about the column is one for all rows.
addressed as (
    select
        findings.rule_id,
        findings.arrival_id,
        findings.submission_id,
        findings.sheet,
        coalesce({{ cell_address('headers', 'findings.row_number') }}, findings.value_address) as address,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.row_number,
        'values' as about,
        false as concerns_arrival
    from findings
    left join headers on findings.table_number = headers.table_number and findings.field = headers.field
    anti join missing_columns
        on findings.table_number = missing_columns.table_number and findings.field = missing_columns.field
)

select * from addressed
