-- What DECIMAL(19,6) holds: 13 digits before the point and 6 after it.
{% set whole_digits = 13 %}
{% set decimal_places = 6 %}
{% set most_digits = whole_digits + decimal_places %}

with

entries as (select * from {{ ref('stg_entries') }}),

reported_texts as (
    select distinct
        value_type,
        number_text as value_text,
        {{ plain_text('number_text') }} as shown_text
    from entries
    where not {{ is_plain_number('value_type', 'number_text') }}
),

-- What stands before a sign of per cent; it is read where the unit is per cent too.
without_signs as (
    select
        *,
        regexp_replace(shown_text, ' ?%$', '') as plain_text,
        coalesce(ends_with(shown_text, '%'), false) as has_percent_sign
    from reported_texts
),

ungrouped as (
    select
        *,
        case
            when regexp_full_match(plain_text, '[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d+)?')
                then replace(replace(plain_text, ',', ''), ' ', '')
            else plain_text
        end as number_text
    from without_signs
),

parts as (
    select
        *,
        -- Plain text makes `10²` of a unit `102`, which is no reading of a number.
        regexp_matches(value_text, '[²³]') as has_power,
        regexp_full_match(number_text, '[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?') and not has_power as is_number,
        regexp_extract(number_text, '^[+-]?(\d*)\.?(\d*)', 1) as whole_part,
        regexp_extract(number_text, '^[+-]?(\d*)\.?(\d*)', 2) as fraction,
        coalesce(nullif(regexp_extract(number_text, '[eE]([+-]?\d+)$', 1), ''), '0') as exponent_text
    from ungrouped
),

-- The number is plus or minus `digits` (without zeros at either end) times ten to the power of minus `decimals`.
scaled as (
    select
        *,
        trim(whole_part || fraction, '0') as digits,
        length(fraction) - try_cast(exponent_text as integer) as printed_decimals,
        printed_decimals
        - length(whole_part || fraction)
        + length(rtrim(whole_part || fraction, '0')) as decimals
    from parts
),

judged as (
    select
        *,
        case
            when value_type = 'formula_without_value' then 'formula_without_value'
            when value_type in ('error', 'boolean') then 'error_value'
            when regexp_full_match(plain_text, '[+-]?(?:nan|inf|infinity)', 'i') then 'number_out_of_range'
            when is_number and digits = '' then null
            when is_number and decimals is null then 'number_out_of_range'
            when is_number and decimals > {{ decimal_places }} then 'too_many_decimals'
            when is_number and length(digits) - decimals > {{ whole_digits }} then 'number_out_of_range'
            when is_number then null
            when has_power then 'text_for_number'
            when regexp_full_match(plain_text, '[+-]?[\d.,'' ]*\d[\d.,'' ]*') then 'ambiguous_number'
            else 'text_for_number'
        end as rule_id
    from scaled
),

-- Shifted to whole millionths as text, so that no digit passes through a float.
read as (
    select
        value_type,
        value_text,
        rule_id,
        has_percent_sign,
        printed_decimals,
        is_number and rule_id is null and number_text <> trim(value_text) as is_corrected,
        case
            when is_number and rule_id is null
                then cast(
                    if(starts_with(number_text, '-'), '-0', '0')
                    || digits
                    || repeat(
                        '0', cast(greatest(least({{ decimal_places }} - decimals, {{ most_digits }}), 0) as bigint)
                    )
                    as decimal(19, 0)
                )
        end as millionths
    from judged
)

select
    * exclude (millionths),
    cast(millionths * 0.000001 as decimal(19, 6)) as reported_number
from read
