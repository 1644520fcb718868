{{ config(materialized='view') }}

with

codings as (select * from {{ ref('stg_codings') }}),

scopes as (select * from {{ ref('stg_indicator_scopes') }}),

judged as (
    select
        codings.arrival_id,
        codings.submission_id,
        codings.form_id,
        codings.frequency,
        codings.plant_id,
        codings.period,
        codings.content_id,
        codings.table_number,
        codings.sheet,
        codings.row_number,
        codings.address,
        codings.cell_id,
        codings.indicator_text,
        codings.material_text,
        codings.counterparty_text,
        codings.unit_text,
        codings.data_quality_text,
        codings.value_type,
        codings.value_text,
        codings.number_text,
        codings.exact_number,
        codings.indicator_id,
        codings.has_other_indicator_name,
        codings.material_id,
        codings.has_other_material_name,
        codings.counterparty_id,
        codings.document_id,
        codings.unit_id,
        codings.data_quality,
        case
            when codings.indicator_text is null then 'missing_indicator_code'
            when codings.indicator_id is null then 'unknown_indicator'
            when not scopes.is_on_form then 'indicator_not_for_form'
            when not scopes.is_of_industry then 'indicator_not_for_industry'
            when
                {{ period_end('codings.period', 'codings.frequency') }} < scopes.valid_from
                or codings.period > scopes.valid_to then 'indicator_not_in_force'
        end as indicator_rule_id,
        case
            when codings.indicator_id is null then null
            when scopes.material_class is null and codings.material_text is not null then 'unexpected_material'
            when scopes.material_class is not null and codings.material_text is null then 'missing_material'
            when scopes.material_class <> coalesce(codings.material_class, '') then 'unknown_material'
        end as material_rule_id,
        case
            when codings.indicator_id is null then null
            when not scopes.has_counterparty and codings.counterparty_text is not null
                then 'unexpected_counterparty'
            when scopes.has_counterparty and codings.counterparty_text is null then 'missing_counterparty'
            when scopes.has_counterparty and codings.counterparty_id is null then 'unknown_counterparty'
            when scopes.has_counterparty and codings.counterparty_id = codings.plant_id then 'unknown_counterparty'
        end as counterparty_rule_id,
        coalesce(scopes.canonical_unit, codings.material_unit) as unit,
        coalesce(scopes.density_material_id, codings.material_id, '') as density_material_id
    from codings
    left join scopes
        on
            codings.indicator_id = scopes.indicator_id
            and codings.form_id = scopes.form_id
            and codings.industry_id = scopes.industry_id
)

select * from judged
