with

headers as (select * from {{ ref('stg_headers') }}),

content_tables as (select * from {{ ref('stg_tables') }}),

entries as (select * from {{ ref('stg_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

unknown_headers as (
    select
        if(headers.field is null, 'unknown_header', 'repeated_header') as rule_id,
        headers.table_number,
        {{ cell_address('headers', 'headers.header_row') }} as address,
        headers.header_text as found,
        case
            when headers.field is not null then 'each header once in a sheet'
            else concat('a header of the form; nearest: ', headers.nearest_header_text)
        end as expected
    from headers
    where headers.filled_cells > 0 and (headers.field is null or headers.is_repeated)
),

-- Without these columns no value can be read; an indicator may be named by its code or by its name.
required_fields as (
    select
        form_id,
        layout_version,
        sheet,
        if(field = 'indicator_name', 'indicator_id', field) as field,
        string_agg(header_text, ' or ' order by field, header_text) as header_texts
    from layout_columns
    where field in ('plant_id', 'period', 'indicator_id', 'indicator_name', 'unit', 'value')
    group by all
),

filled_tables as (
    select distinct table_number
    from headers
    where filled_cells > 0
),

found_fields as (
    select distinct
        table_number,
        if(field = 'indicator_name', 'indicator_id', field) as field
    from headers
    where field is not null
),

missing_headers as (
    select
        'missing_header' as rule_id,
        content_tables.table_number,
        null as address,
        concat('no column for ', required_fields.field) as found,
        concat('in row ', content_tables.header_row, ' a header ', required_fields.header_texts) as expected
    from content_tables
    semi join filled_tables on content_tables.table_number = filled_tables.table_number
    inner join required_fields
        on
            content_tables.form_id = required_fields.form_id
            and content_tables.layout_version = required_fields.layout_version
            and content_tables.sheet = required_fields.sheet
    anti join found_fields
        on content_tables.table_number = found_fields.table_number and required_fields.field = found_fields.field
),

hidden_cells as (
    select
        'hidden_cells' as rule_id,
        table_number,
        arg_min(address, row_number) as address,
        concat(count(*), ' values in hidden cells, from ', arg_min(address, row_number), ' on') as found,
        'visible cells; the values were read nonetheless' as expected
    from entries
    where is_hidden
    group by table_number
),

findings as (
    select * from unknown_headers
    union all
    select * from missing_headers
    union all
    select * from hidden_cells
)

select
    findings.rule_id,
    arrivals.arrival_id,
    content_tables.sheet,
    findings.address,
    findings.found,
    findings.expected,
    cast(null as varchar) as submission_id,
    'values' as about,
    true as concerns_arrival
from findings
inner join content_tables on findings.table_number = content_tables.table_number
inner join arrivals
    on
        content_tables.content_id = arrivals.content_id
        and content_tables.form_id = arrivals.form_id
        and content_tables.layout_version = arrivals.layout_version
