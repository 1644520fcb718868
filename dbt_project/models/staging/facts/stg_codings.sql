{{ config(materialized='view') }}

with

entries as (select * from {{ ref('stg_entries') }}),

arrivals as (
    select * from {{ ref('stg_arrivals') }}
    where state = 'read'
),

places as (select * from {{ ref('stg_places') }}),

code_matches as (select * from {{ ref('stg_code_matches') }}),

indicator_matches as (
    select * from code_matches
    where kind = 'indicator'
),

-- Names are read where the column of the codes is missing altogether.
code_columns as (
    select
        table_number,
        bool_or(field = 'indicator_id') as has_indicators,
        bool_or(field = 'material_id') as has_materials
    from {{ ref('stg_headers') }}
    group by table_number
),

plant_matches as (
    select * from code_matches
    where kind = 'plant'
),

unit_matches as (
    select * from code_matches
    where kind = 'unit'
),

data_quality_matches as (
    select * from code_matches
    where kind = 'data_quality'
),

materials as (select * from {{ ref('materials') }}),

material_matches as (
    select
        materials.*,
        code_matches.kind,
        code_matches.reported_text
    from code_matches
    inner join materials on code_matches.code = materials.material_id
),

coded as (
    select
        arrivals.arrival_id,
        places.submission_id,
        places.form_id,
        places.frequency,
        places.plant_id,
        places.period,
        entries.content_id,
        entries.table_number,
        entries.sheet,
        entries.row_number,
        entries.address,
        entries.cell_id,
        entries.counterparty_text,
        entries.unit_text,
        entries.data_quality_text,
        entries.value_type,
        entries.value_text,
        entries.number_text,
        entries.exact_number,
        plant_matches.code as counterparty_id,
        unit_matches.code as unit_id,
        data_quality_matches.code as data_quality,
        coalesce(indicator_matches.code, if(code_columns.has_indicators, null, named_indicators.code)) as indicator_id,
        coalesce(material_matches.material_id, if(code_columns.has_materials, null, named_materials.material_id))
            as material_id,
        coalesce(material_matches.material_class, if(code_columns.has_materials, null, named_materials.material_class))
            as material_class,
        coalesce(material_matches.canonical_unit, if(code_columns.has_materials, null, named_materials.canonical_unit))
            as material_unit,
        coalesce(entries.indicator_text, entries.indicator_name_text) as indicator_text,
        coalesce(entries.material_text, entries.material_name_text) as material_text,
        named_indicators.code <> indicator_matches.code as has_other_indicator_name,
        named_materials.material_id <> material_matches.material_id as has_other_material_name,
        coalesce(entries.document_text, '') as document_id,
        coalesce(places.industry_id, '') as industry_id
    from entries
    inner join arrivals
        on
            entries.content_id = arrivals.content_id
            and entries.form_id = arrivals.form_id
            and entries.layout_version = arrivals.layout_version
    inner join places
        on
            arrivals.arrival_id = places.arrival_id
            and coalesce(entries.plant_text, '') = places.row_plant_text
            and coalesce(entries.period_text, '') = places.row_period_text
    left join code_columns on entries.table_number = code_columns.table_number
    left join indicator_matches
        on coalesce(entries.indicator_text, entries.indicator_name_text) = indicator_matches.reported_text
    left join code_matches as named_indicators
        on entries.indicator_name_text = named_indicators.reported_text and named_indicators.kind = 'indicator_label'
    left join material_matches
        on
            coalesce(entries.material_text, entries.material_name_text) = material_matches.reported_text
            and material_matches.kind = 'material'
    left join material_matches as named_materials
        on entries.material_name_text = named_materials.reported_text and named_materials.kind = 'material_label'
    left join plant_matches on entries.counterparty_text = plant_matches.reported_text
    left join unit_matches on entries.unit_text = unit_matches.reported_text
    left join data_quality_matches on entries.data_quality_text = data_quality_matches.reported_text
)

select * from coded
