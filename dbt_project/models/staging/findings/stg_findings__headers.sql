with

headers as (select * from {{ ref('stg_headers') }}),

entries as (select * from {{ ref('stg_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

layout_columns as (select * from {{ source('ledger', 'layout_columns') }}),

unknown_headers as (
    select
        if(headers.field is null, 'unknown_header', 'repeated_header') as rule_id,
        headers.content_id,
        headers.form_id,
        headers.layout_version,
        headers.sheet,
        {{ cell_address('headers', 'header_row') }} as address,
        headers.header_text as found,
        case
            when headers.field is not null then 'each header once in a sheet'
            else concat('a header of the form; nearest: ', headers.nearest_header_text)
        end as expected
    from headers
    where headers.filled_cells > 0 and (headers.field is null or headers.is_repeated)
),

{# Without these columns no value can be read; an indicator may be named by its code or by its name. #}
required_fields as (
    select
        form_id,
        layout_version,
        sheet,
        header_row,
        if(field = 'indicator_name', 'indicator_id', field) as field,
        string_agg(header_text, ' or ' order by field, header_text) as header_texts
    from layout_columns
    where field in ('plant_id', 'period', 'indicator_id', 'indicator_name', 'unit', 'value')
    group by all
),

filled_sheets as (
    select distinct
        content_id,
        form_id,
        layout_version,
        sheet
    from headers
    where filled_cells > 0
),

found_fields as (
    select distinct
        content_id,
        form_id,
        layout_version,
        sheet,
        if(field = 'indicator_name', 'indicator_id', field) as field
    from headers
    where field is not null
),

missing_headers as (
    select
        'missing_header' as rule_id,
        filled_sheets.content_id,
        required_fields.form_id,
        required_fields.layout_version,
        required_fields.sheet,
        null as address,
        concat('no column for ', required_fields.field) as found,
        concat('in row ', required_fields.header_row, ' a header ', required_fields.header_texts) as expected
    from filled_sheets
    inner join
        required_fields
        on filled_sheets.form_id = required_fields.form_id and filled_sheets.layout_version = required_fields.layout_version and filled_sheets.sheet = required_fields.sheet
anti join found_fields
    on
        filled_sheets.content_id = found_fields.content_id
        and required_fields.form_id = found_fields.form_id
        and required_fields.layout_version = found_fields.layout_version
        and required_fields.sheet = found_fields.sheet
        and required_fields.field = found_fields.field
),

hidden_cells as (
select
    'hidden_cells' as rule_id,
    content_id,
    form_id,
    layout_version,
    sheet,
    arg_min(address, row_number) as address,
    concat(count(*), ' values in hidden cells, from ', arg_min(address, row_number), ' on') as found,
    'visible cells; the values were read nonetheless' as expected
from entries
where is_hidden
group by content_id, form_id, layout_version, sheet
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
findings.sheet,
findings.address,
findings.found,
findings.expected,
cast(null as varchar) as submission_id,
true as concerns_arrival
from findings
inner join
arrivals
on findings.content_id = arrivals.content_id and findings.form_id = arrivals.form_id and findings.layout_version = arrivals.layout_version
