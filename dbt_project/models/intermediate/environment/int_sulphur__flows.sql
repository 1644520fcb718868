with

accepted as (
    select * from {{ ref('int_facts__accepted') }}
    where frequency = 'month'
),

constants as (select * from {{ ref('constants') }}),

shares as (
    select
        1 / {{ constant_value('sulphur_to_so2') }} as of_so2,
        {{ constant_value('sulphur_in_sulphuric_acid') }} as of_acid
    from constants
),

contents as (
    select
        plant_id,
        period,
        material_id,
        value as sulphur_percent,
        fact_id as content_fact_id,
        case indicator_id when 'raw_material_sulphur' then 'raw_material' else 'fuel' end as flow
    from accepted
    where indicator_id in ('fuel_sulphur_received', 'raw_material_sulphur')
),

balanced_months as (
    select distinct
        plant_id,
        period
    from contents
),

amounts as (
    select
        accepted.*,
        case
            when accepted.indicator_id = 'raw_material_consumed' then 'raw_material'
            when accepted.indicator_id in ('fuel_consumed', 'reductant_consumed') then 'fuel'
            when accepted.indicator_id = 'product_output' then 'acid'
            when accepted.indicator_id = 'sulphur_in_other_outputs' then 'other_outputs'
            when accepted.substance_id = 'so2' then accepted.flow
        end as sulphur_flow
    from accepted
    semi join balanced_months
        on accepted.plant_id = balanced_months.plant_id and accepted.period = balanced_months.period
    where
        accepted.unit = 't'
        and (
            accepted.indicator_id in (
                'fuel_consumed', 'reductant_consumed', 'raw_material_consumed', 'sulphur_in_other_outputs'
            )
            or (accepted.indicator_id = 'product_output' and accepted.material_id = 'sulphuric_acid')
            or (accepted.domain = 'air' and accepted.substance_id = 'so2')
        )
)

select
    amounts.plant_id,
    amounts.period,
    amounts.sulphur_flow as flow,
    amounts.material_id,
    amounts.value as mass_t,
    case
        when amounts.sulphur_flow in ('fuel', 'raw_material') then cast(contents.sulphur_percent as double) / 100
        when amounts.sulphur_flow = 'acid' then shares.of_acid
        when amounts.sulphur_flow = 'other_outputs' then 1
        else shares.of_so2
    end as sulphur_share,
    {{ micro_rounded("cast(amounts.value as double) * sulphur_share") }} as sulphur_t,
    amounts.fact_id,
    contents.content_fact_id
from amounts
cross join shares
left join contents
    on
        amounts.plant_id = contents.plant_id
        and amounts.period = contents.period
        and amounts.material_id = contents.material_id
        and amounts.sulphur_flow = contents.flow
