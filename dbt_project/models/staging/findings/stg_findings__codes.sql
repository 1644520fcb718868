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
        concat_ws(' to ', indicators.valid_from, indicators.valid_to) as validity_en,
        concat_ws(' 至 ', indicators.valid_from, indicators.valid_to) as validity_zh,
        {{ nearest('indicator_matches', 'en') }} as nearest_indicator_en,
        {{ nearest('indicator_matches', 'zh') }} as nearest_indicator_zh,
        {{ nearest('material_matches', 'en') }} as nearest_material_en,
        {{ nearest('material_matches', 'zh') }} as nearest_material_zh,
        {{ nearest('plant_matches', 'en') }} as nearest_plant_en,
        {{ nearest('plant_matches', 'zh') }} as nearest_plant_zh
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
            when 'unknown_indicator' then concat('the code or name of an indicator', nearest_indicator_en)
            when 'indicator_not_for_form' then concat(indicator_label, ' on ', replace(form_ids, ';', ' or '))
            when 'indicator_not_for_industry'
                then concat(indicator_label, ' from ', replace(industry_ids, ';', ', '), ' only')
            when 'indicator_not_in_force' then concat(indicator_label, ' in periods from ', validity_en)
        end as expected,
        case indicator_rule_id
            when 'missing_indicator_code' then '数值旁的指标代码'
            when 'unknown_indicator' then concat('指标代码或名称', nearest_indicator_zh)
            when 'indicator_not_for_form' then concat(indicator_label, '，用于表单 ', replace(form_ids, ';', '、'))
            when 'indicator_not_for_industry'
                then concat(indicator_label, '，仅由 ', replace(industry_ids, ';', '、'), ' 行业报送')
            when 'indicator_not_in_force' then concat(indicator_label, '，报告期自 ', validity_zh, ' 起')
        end as expected_zh
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
            else concat('a material of class ', material_class, ' (', material_ids, ')', nearest_material_en)
        end as expected,
        case material_rule_id
            when 'unexpected_material' then concat(indicator_label, '不填物料')
            else concat(material_class, ' 类物料（', replace(material_ids, ', ', '、'), '）', nearest_material_zh)
        end as expected_zh
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
            else concat('the code of the plant on the other side', nearest_plant_en)
        end as expected,
        case counterparty_rule_id
            when 'unexpected_counterparty' then concat(indicator_label, '不填对方工厂')
            else concat('对方工厂的代码', nearest_plant_zh)
        end as expected_zh
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
    expected,
    expected_zh
from findings
