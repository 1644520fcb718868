with

cells as (select * from {{ ref('stg_foreign_cells') }}),

filter_columns as (
    select * from {{ ref('stg_foreign_columns') }}
    where field = 'filter'
),

filter_texts as (select * from {{ source('ledger', 'foreign_filters') }}),

table_rows as (
    select distinct
        foreign_number,
        row_number
    from cells
),

filtered as (
    select
        table_rows.foreign_number,
        table_rows.row_number,
        filter_columns.form_id,
        filter_columns.layout_version,
        filter_columns.sheet,
        filter_columns.filter_number,
        filter_columns.keeps,
        filter_columns.pattern,
        coalesce(trim(cells.text), '') as filter_text
    from table_rows
    inner join filter_columns on table_rows.foreign_number = filter_columns.foreign_number
    left join cells
        on
            table_rows.foreign_number = cells.foreign_number
            and table_rows.row_number = cells.row_number
            and filter_columns.column_number = cells.column_number
),

pattern_matches as (
    select
        pattern,
        filter_text,
        regexp_matches(filter_text, pattern) as is_match
    from (
        select distinct
            pattern,
            filter_text
        from filtered
        where pattern is not null
    ) as texts
),

left_out_rows as (
    select distinct
        filtered.foreign_number,
        filtered.row_number
    from filtered
    left join filter_texts
        on
            filtered.form_id = filter_texts.form_id
            and filtered.layout_version = filter_texts.layout_version
            and filtered.sheet = filter_texts.sheet
            and filtered.filter_number = filter_texts.filter_number
            and filtered.filter_text = filter_texts.reported_text
    left join pattern_matches
        on filtered.pattern = pattern_matches.pattern and filtered.filter_text = pattern_matches.filter_text
    where filtered.keeps <> coalesce(pattern_matches.is_match, filter_texts.reported_text is not null)
)

select * from left_out_rows
