with

counted as (select * from {{ ref('stg_readings__counted') }}),

of_no_submission as (
    select * exclude (submission_id) from {{ ref('stg_readings') }}
    where submission_id is null
),

repeated_facts as (select * from {{ ref('stg_repeated_facts') }}),

entries as (select * from {{ ref('stg_entries') }}),

code_matches as (select * from {{ ref('stg_code_matches') }}),

materials as (select * from {{ ref('materials') }}),

indicators as (select * from {{ ref('indicators') }}),

submissions as (select * from {{ ref('stg_submissions') }}),

-- A row of no known plant or period is one of the file's only submission, as its finding is.
sole_submissions as (
    select
        arrival_id,
        min(submission_id) as submission_id
    from submissions
    group by arrival_id
    having count(*) = 1
),

readings as (
    select * from counted
    union all by name
    select
        of_no_submission.*,
        sole_submissions.submission_id
    from of_no_submission
    inner join sole_submissions on of_no_submission.arrival_id = sole_submissions.arrival_id
),

unread_tables as (select * from {{ ref('stg_unread_tables') }}),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

unread as (
    select
        readings.*,
        entries.indicator_name_text,
        entries.material_name_text
    from readings
    inner join entries on readings.table_number = entries.table_number and readings.row_number = entries.row_number
    left join repeated_facts
        on
            readings.submission_id = repeated_facts.submission_id
            and readings.indicator_id = repeated_facts.indicator_id
            and readings.material_id is not distinct from repeated_facts.material_id
            and readings.counterparty_id is not distinct from repeated_facts.counterparty_id
            and readings.document_id = repeated_facts.document_id
    where
        not readings.is_readable
        or readings.has_other_indicator_name
        or readings.has_other_material_name
        or repeated_facts.submission_id is not null
),

-- A code that is not known, or contradicts the name beside it, is taken for what the name says, else for the nearest.
presumed as (
    select
        unread.submission_id,
        unread.cell_id,
        unnest([
            unread.indicator_id,
            coalesce(named_indicators.code, if(unread.indicator_id is null, indicator_matches.nearest_code, null))
        ]) as indicator_id,
        case
            when unread.material_rule_id is null and not coalesce(unread.has_other_material_name, false)
                then unread.material_id
            else coalesce(named_materials.code, material_matches.nearest_code)
        end as material_id
    from unread
    left join code_matches as indicator_matches
        on unread.indicator_text = indicator_matches.reported_text and indicator_matches.kind = 'indicator'
    left join code_matches as named_indicators
        on unread.indicator_name_text = named_indicators.reported_text and named_indicators.kind = 'indicator_label'
    left join code_matches as material_matches
        on unread.material_text = material_matches.reported_text and material_matches.kind = 'material'
    left join code_matches as named_materials
        on unread.material_name_text = named_materials.reported_text and named_materials.kind = 'material_label'
),

in_entries as (
    select distinct
        presumed.submission_id,
        presumed.indicator_id,
        presumed.cell_id,
        case
            when indicators.material_class is null then ''
            when materials.material_class = indicators.material_class then presumed.material_id
        end as material_id
    from presumed
    inner join indicators on presumed.indicator_id = indicators.indicator_id
    left join materials on presumed.material_id = materials.material_id
),

domains as (
    select distinct
        form_id,
        layout_version,
        sheet,
        unnest(string_split(domain, ';')) as domain
    from layout_columns
),

in_tables as (
    select
        submissions.submission_id,
        indicators.indicator_id,
        cast(null as varchar) as cell_id,
        if(indicators.material_class is null, '', null) as material_id
    from unread_tables
    inner join submissions on unread_tables.arrival_id = submissions.arrival_id
    inner join domains
        on
            unread_tables.form_id = domains.form_id
            and unread_tables.layout_version = domains.layout_version
            and unread_tables.sheet = domains.sheet
    inner join indicators on domains.domain = indicators.domain
),

unread_values as (
    select * from in_entries
    union all by name
    select * from in_tables
)

select * from unread_values
