with

codings as (select * from {{ ref('stg_codings') }}),

scopes as (select * from {{ ref('stg_indicator_scopes') }}),

conversions as (select * from {{ ref('stg_conversions') }}),

number_matches as (select * from {{ ref('stg_number_matches') }}),

scoped as (
    select
        codings.*,
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
),

measured as (
    select
        scoped.* exclude (industry_id, material_class, material_unit, density_material_id, value_type),
        number_matches.rule_id as number_rule_id,
        conversions.factor,
        case
            when scoped.unit_text is null then 'missing_unit'
            when scoped.unit_id is null then 'unknown_unit'
            when scoped.unit is not null and conversions.factor is null then 'unit_of_other_quantity'
        end as unit_rule_id,
        coalesce(number_matches.is_corrected, false) as is_corrected,
        case
            when {{ is_plain_number('scoped.value_type', 'scoped.value_text') }}
                then {{ plain_number('scoped.value_text') }}
            else number_matches.reported_number
        end as reported_number
    from scoped
    left join conversions
        on
            scoped.unit_id = conversions.unit_id
            and scoped.unit = conversions.canonical_unit
            and scoped.density_material_id = conversions.material_id
    left join number_matches
        on
            scoped.value_type = number_matches.value_type
            and scoped.value_text is not distinct from number_matches.value_text
),

converted as (
    select
        * exclude (factor, reported_number, number_rule_id),
        number_rule_id as reported_number_rule_id,
        reported_number is not null and factor is not null as is_convertible,
        case
            when factor = 1 then reported_number
            else try_cast(try(reported_number * factor) as decimal(19, 6))
        end as value
    from measured
),

ranged as (
    select
        * exclude (reported_number_rule_id, is_convertible),
        case
            when is_convertible and value is null then 'number_out_of_range'
            else reported_number_rule_id
        end as number_rule_id
    from converted
),

judged as (
    select
        *,
        submission_id is not null
        and value is not null
        and coalesce(indicator_rule_id, material_rule_id, counterparty_rule_id, unit_rule_id, number_rule_id) is null
            as is_readable
    from ranged
)

select * from judged
