with

entries as (select * from {{ ref('stg_entries') }}),

row_places as (select * from {{ ref('stg_row_places') }}),

details as (select * from {{ ref('stg_entry_details') }}),

arrivals as (select * from {{ ref('stg_arrivals') }}),

reported_texts as (
    select distinct
        'indicator' as kind,
        indicator_text as reported_text
    from entries
    union
    select distinct
        'indicator' as kind,
        indicator_name_text as reported_text
    from entries
    union
    select distinct
        'indicator_label' as kind,
        indicator_name_text as reported_text
    from entries
    union
    select distinct
        'material' as kind,
        material_text as reported_text
    from entries
    union
    select distinct
        'material' as kind,
        material_name_text as reported_text
    from entries
    union
    select distinct
        'material_label' as kind,
        material_name_text as reported_text
    from entries
    union
    select distinct
        'plant' as kind,
        counterparty_text as reported_text
    from entries
    union
    select distinct
        'plant' as kind,
        plant_text as reported_text
    from row_places
    union
    select distinct
        'plant' as kind,
        cover_plant_text as reported_text
    from arrivals
    union
    select distinct
        'plant_label' as kind,
        cover_plant_name_text as reported_text
    from arrivals
    union
    select distinct
        'plant' as kind,
        place_plant_text as reported_text
    from arrivals
    union
    select distinct
        'unit' as kind,
        unit_text as reported_text
    from entries
    union
    select distinct
        'data_quality' as kind,
        data_quality_text as reported_text
    from entries
    union
    select distinct
        field as kind,
        detail_text as reported_text
    from details
    where field in ('treatment_id', 'method_id')
),

keyed as (
    select
        kind,
        reported_text,
        case
            when kind = 'unit' then {{ plain_text('reported_text') }}
            else {{ code_key('reported_text') }}
        end as text_key
    from reported_texts
    where reported_text is not null
)

select * from keyed
