with

disclosed as (select * from {{ ref('int_disclosure__values') }}),

disclosure_indicators as (select * from {{ ref('disclosure_indicators') }}),

figures as (select * from {{ ref('int_disclosure__figures') }}),

units as (select * from {{ ref('units') }}),

materials as (select * from {{ ref('materials') }}),

side_by_side as (
    select
        coalesce(disclosed.entity_id, figures.entity_id) as entity_id,
        cast(coalesce(disclosed.year, figures.year) as integer) as year,
        coalesce(disclosed.disclosure_indicator_id, figures.disclosure_indicator_id) as indicator_id,
        figures.figure_id,
        disclosed.value,
        {{ percent_rounded_down('disclosed.inputs_in', 'disclosed.inputs_due') }} as coverage_pct,
        figures.published_value,
        figures.published_unit,
        figures.printed_decimals,
        figures.printed_scale,
        figures.contradiction_id,
        figures.contradiction_title_en,
        figures.contradiction_title_zh
    from disclosed
    full join figures
        on
            disclosed.entity_id = figures.entity_id
            and disclosed.year = figures.year
            and disclosed.disclosure_indicator_id = figures.disclosure_indicator_id
),

in_published_unit as (
    select
        side_by_side.*,
        disclosure_indicators.name_en as indicator_name_en,
        disclosure_indicators.name_zh as indicator_name_zh,
        disclosure_indicators.canonical_unit as unit,
        {{ micro_rounded("
            cast(side_by_side.value as double)
            * cast(own_units.factor_to_canonical as double)
            * case
                when own_units.canonical_unit = published_units.canonical_unit then 1
                when own_units.quantity = 'volume' then cast(materials.density_t_per_m3 as double)
                when own_units.quantity = 'mass' then 1 / cast(materials.density_t_per_m3 as double)
            end
            / cast(published_units.factor_to_canonical as double)
        ") }} as value_in_published_unit
    from side_by_side
    inner join disclosure_indicators on side_by_side.indicator_id = disclosure_indicators.disclosure_indicator_id
    left join units as own_units on disclosure_indicators.canonical_unit = own_units.unit_id
    left join units as published_units on side_by_side.published_unit = published_units.unit_id
    left join materials on disclosure_indicators.density_material_id = materials.material_id
)

select
    entity_id,
    year,
    indicator_id,
    figure_id,
    indicator_name_en,
    indicator_name_zh,
    value,
    unit,
    coverage_pct,
    value_in_published_unit,
    published_value,
    published_unit,
    printed_decimals,
    contradiction_id,
    contradiction_title_en,
    contradiction_title_zh,
    value_in_published_unit - published_value as difference,
    case
        when published_value is null then 'not_published'
        when value is null or coverage_pct < 100 then 'incomplete'
        when contradiction_id is not null then 'disputed'
        when
            sign(value_in_published_unit) * floor(abs(value_in_published_unit) * printed_scale + 0.5)
            = published_value * printed_scale
            then 'agrees'
        else 'differs'
    end as status
from in_published_unit
