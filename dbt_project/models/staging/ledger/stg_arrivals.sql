{{ config(materialized='view') }}

with

arrivals as (
    select
        arrival_id,
        path,
        path_sequence,
        content_id,
        sidecar_content_id,
        size_bytes,
        form_id,
        layout_version,
        reader,
        kind,
        revision,
        sender,
        contact,
        reason,
        received_at,
        cover_plant_text,
        cover_plant_name_text,
        cover_period_text,
        cover_plant_cell,
        cover_period_cell,
        place_form_text,
        place_plant_text,
        place_period_text,
        state,
        rejection_rule_id,
        rejection_found,
        rejection_expected
    from {{ source('ledger', 'arrivals') }}
)

select * from arrivals
