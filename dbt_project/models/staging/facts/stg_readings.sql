-- Half of the last of the six decimals that a converted value is stored with.
{% set half_of_stored_digit = 0.0000005 %}

with

codings as (select * from {{ ref('stg_coding_rules') }}),

conversions as (select * from {{ ref('stg_conversions') }}),

number_matches as (select * from {{ ref('stg_number_matches') }}),

measured as (
    select
        codings.*,
        case
            when codings.exact_number is not null then null
            when number_matches.has_percent_sign and coalesce(codings.unit, '') <> '%' then 'text_for_number'
            else number_matches.rule_id
        end as reported_number_rule_id,
        conversions.factor,
        case
            when codings.unit_text is null then 'missing_unit'
            when codings.unit_id is null then 'unknown_unit'
            when codings.unit is not null and conversions.factor is null then 'unit_of_other_quantity'
        end as unit_rule_id,
        coalesce(number_matches.is_corrected and (not number_matches.has_percent_sign or codings.unit = '%'), false)
            as is_corrected,
        case
            when {{ is_plain_number('codings.value_type', 'codings.number_text') }}
                then {{ plain_number('codings.number_text') }}
            when not number_matches.has_percent_sign or codings.unit = '%' then number_matches.reported_number
        end as reported_number,
        case
            when {{ is_plain_number('codings.value_type', 'codings.number_text') }}
                then length(split_part(codings.number_text, '.', 2))
            else number_matches.printed_decimals
        end as printed_decimals
    from codings
    left join number_matches
        on
            codings.value_type = number_matches.value_type
            and codings.number_text is not distinct from number_matches.value_text
    -- A value with a sign of per cent is in per cent, also where the cell of the unit says that shares are plain.
    left join conversions
        on
            if(number_matches.has_percent_sign and codings.unit_id = '1', '%', codings.unit_id) = conversions.unit_id
            and codings.unit = conversions.canonical_unit
            and codings.density_material_id = conversions.material_id
),

converted as (
    select
        *,
        coalesce(exact_number, reported_number) is not null and factor is not null as is_convertible,
        case
            when exact_number is not null
                then try_cast(try(exact_number * cast(factor as decimal(21, 12))) as decimal(19, 6))
            when factor = 1 then reported_number
            else try_cast(try(reported_number * factor) as decimal(19, 6))
        end as value,
        try_cast(case
            when reported_number = 0 and printed_decimals <= 0 then 0
            when factor = 1 then power(10, -printed_decimals) / 2
            else greatest(power(10, -printed_decimals) * factor / 2, {{ half_of_stored_digit }})
        end as decimal(20, 7)) as half_unit
    from measured
),

judged as (
    select
        *,
        case
            when is_convertible and value is null then 'number_out_of_range'
            else reported_number_rule_id
        end as number_rule_id
    from converted
),

readings as (
    select
        arrival_id,
        submission_id,
        form_id,
        frequency,
        plant_id,
        period,
        content_id,
        table_number,
        sheet,
        row_number,
        address,
        cell_id,
        indicator_text,
        material_text,
        counterparty_text,
        unit_text,
        data_quality_text,
        value_text,
        indicator_id,
        has_other_indicator_name,
        material_id,
        has_other_material_name,
        counterparty_id,
        document_id,
        unit_id,
        data_quality,
        unit,
        value,
        half_unit,
        is_corrected,
        indicator_rule_id,
        material_rule_id,
        counterparty_rule_id,
        unit_rule_id,
        number_rule_id,
        submission_id is not null
        and value is not null
        and coalesce(indicator_rule_id, material_rule_id, counterparty_rule_id, unit_rule_id, number_rule_id) is null
            as is_readable
    from judged
)

select * from readings
