with

indicators as (select * from {{ ref('indicators') }}),

forms as (select * from {{ ref('forms') }}),

-- The empty industry stands for a plant that is not known: no industry can then be wrong.
industry_ids as (
    select industry_id from {{ ref('industries') }}
    union all
    select '' as industry_id
),

scopes as (
    select
        indicators.indicator_id,
        forms.form_id,
        industry_ids.industry_id,
        indicators.material_class,
        indicators.has_counterparty,
        indicators.canonical_unit,
        indicators.density_material_id,
        indicators.valid_to,
        if(forms.carries_every_indicator, null, indicators.valid_from) as valid_from,
        forms.carries_every_indicator
        or indicators.form_ids = '*'
        or list_contains(string_split(indicators.form_ids, ';'), forms.form_id) as is_on_form,
        industry_ids.industry_id = ''
        or indicators.industry_ids = '*'
        or list_contains(string_split(indicators.industry_ids, ';'), industry_ids.industry_id) as is_of_industry
    from indicators
    cross join forms
    cross join industry_ids
)

select * from scopes
