with

readings as (
    select * from {{ ref('stg_readings') }}
    where coalesce(indicator_rule_id, material_rule_id, counterparty_rule_id) is not null
),

code_matches as (select * from {{ ref('stg_code_matches') }}),

indicators as (select * from {{ ref('indicators') }}),

materials_by_class as (
    select
        material_class,
        string_agg(material_id, ', ' order by material_id) as material_ids
    from {{ ref('materials') }}
    group by material_class
),

explained as (
    select
        readings.*,
        indicators.form_ids,
        indicators.industry_ids,
        indicators.material_class,
        materials_by_class.material_ids,
        concat(indicators.indicator_id, ' (', indicators.name_zh, ')') as indicator_label,
        concat_ws(' to ', indicators.valid_from, indicators.valid_to) as validity,
        '; nearest: ' || indicator_matches.nearest_code as nearest_indicator,
        '; nearest: ' || material_matches.nearest_code as nearest_material,
        '; nearest: ' || plant_matches.nearest_code as nearest_plant
    from readings
    left join indicators on readings.indicator_id = indicators.indicator_id
    left join materials_by_class on indicators.material_class = materials_by_class.material_class
    left join code_matches as indicator_matches
        on readings.indicator_text = indicator_matches.reported_text and indicator_matches.kind = 'indicator'
    left join code_matches as material_matches
        on readings.material_text = material_matches.reported_text and material_matches.kind = 'material'
    left join code_matches as plant_matches
        on readings.counterparty_text = plant_matches.reported_text and plant_matches.kind = 'plant'
),

indicator_findings as (
    select
        *,
        indicator_rule_id as rule_id,
        'indicator_id' as field,
        indicator_text as found,
        case indicator_rule_id
            when 'missing_indicator_code' then 'the code of an indicator beside the value'
            when 'unknown_indicator' then concat('the code or name of an indicator', nearest_indicator)
            when 'indicator_not_for_form' then concat(indicator_label, ' on ', replace(form_ids, ';', ' or '))
            when 'indicator_not_for_industry'
                then concat(indicator_label, ' from ', replace(industry_ids, ';', ', '), ' only')
            when 'indicator_not_in_force' then concat(indicator_label, ' in periods from ', validity)
        end as expected
    from explained
    where indicator_rule_id is not null
),

material_findings as (
    select
        *,
        material_rule_id as rule_id,
        'material_id' as field,
        material_text as found,
        case material_rule_id
            when 'unexpected_material' then concat('no material for ', indicator_label)
            else concat('a material of class ', material_class, ' (', material_ids, ')', nearest_material)
        end as expected
    from explained
    where material_rule_id is not null
),

counterparty_findings as (
    select
        *,
        counterparty_rule_id as rule_id,
        'counterparty_id' as field,
        counterparty_text as found,
        case counterparty_rule_id
            when 'unexpected_counterparty' then concat('no counterparty for ', indicator_label)
            else concat('the code of the plant on the other side', nearest_plant)
        end as expected
    from explained
    where counterparty_rule_id is not null
),

findings as (
    select * from indicator_findings
    union all
    select * from material_findings
    union all
    select * from counterparty_findings
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected
from findings
