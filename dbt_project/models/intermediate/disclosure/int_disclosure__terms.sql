with

disclosure_indicators as (select * from {{ ref('disclosure_indicators') }}),

written as (
    select
        disclosure_indicator_id,
        'numerator' as term,
        false as is_comparison,
        numerator_ids as quantity_ids
    from disclosure_indicators
    union all
    select
        disclosure_indicator_id,
        'denominator' as term,
        false as is_comparison,
        denominator_ids as quantity_ids
    from disclosure_indicators
    union all
    select
        disclosure_indicator_id,
        'base_numerator' as term,
        true as is_comparison,
        base_numerator_ids as quantity_ids
    from disclosure_indicators
    union all
    select
        disclosure_indicator_id,
        'base_denominator' as term,
        true as is_comparison,
        base_denominator_ids as quantity_ids
    from disclosure_indicators
    union all
    select
        disclosure_indicator_id,
        'previous_numerator' as term,
        true as is_comparison,
        numerator_ids as quantity_ids
    from disclosure_indicators
    where calculation = 'change_of_ratio'
    union all
    select
        disclosure_indicator_id,
        'previous_denominator' as term,
        true as is_comparison,
        denominator_ids as quantity_ids
    from disclosure_indicators
    where calculation = 'change_of_ratio'
)

select
    disclosure_indicator_id,
    term,
    is_comparison,
    unnest(string_split(quantity_ids, ';')) as quantity_id
from written
