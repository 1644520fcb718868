{{ config(materialized='view') }}

with

counted as (select * from {{ ref('int_emissions__counted') }}),

quality as (select * from {{ ref('int_emissions__quality') }}),

by_method as (
    select
        purpose,
        calculation_id,
        {{ row_key([
            'purpose', 'method_id', 'variant_id', 'scope2_basis', 'plant_id', 'period', 'stream_id', 'gas'
        ]) }} as row_key
    from {{ ref('fct_ghg_by_method') }}
),

calculations as (select * from {{ ref('int_emissions__by_method') }}),

grades as (select * from {{ ref('rpt_data_quality') }}),

uncertainties as (select * from {{ ref('rpt_uncertainty') }}),

contributors as (
    select
        *,
        {{ row_key(['entity_type', 'entity_id', 'year', 'contributor_rank']) }} as row_key
    from {{ ref('rpt_uncertainty_contributors') }}
),

facts as (select * from {{ ref('int_uncertainties__contributing_facts') }}),

-- By method; the sums over all methods are made from these. A share is taken of all grades.
graded as (
    select
        'rpt_data_quality' as mart,
        {{ row_key(
            ['purpose', 'method_id', 'entity_type', 'entity_id', 'year', 'data_quality'], 'grades'
        ) }} as row_key,
        calculations.plant_id,
        'fct_ghg_by_method' as source_mart,
        by_method.row_key as source_row_key,
        case when grades.data_quality = quality.data_quality then 'emissions' else 'other_grade' end as role,
        case when grades.data_quality = quality.data_quality then 1 end as weight
    from counted
    inner join quality on counted.calculation_number = quality.calculation_number
    inner join calculations on counted.calculation_number = calculations.calculation_number
    inner join by_method on calculations.calculation_id = by_method.calculation_id
    inner join grades
        on
            by_method.purpose = grades.purpose
            and counted.method_id = grades.method_id
            and counted.entity_type = grades.entity_type
            and counted.entity_id = grades.entity_id
            and counted.year = grades.year
),

over_all_methods as (
    select
        'rpt_data_quality' as mart,
        {{ row_key(
            ['purpose', 'method_id', 'entity_type', 'entity_id', 'year', 'data_quality'], 'over_all'
        ) }} as row_key,
        'rpt_data_quality' as source_mart,
        {{ row_key(
            ['purpose', 'method_id', 'entity_type', 'entity_id', 'year', 'data_quality'], 'grades'
        ) }} as source_row_key,
        case when over_all.data_quality = grades.data_quality then 'method' else 'other_grade' end as role,
        case when over_all.data_quality = grades.data_quality then 1 end as weight
    from grades as over_all
    inner join grades
        on
            over_all.purpose = grades.purpose
            and over_all.entity_type = grades.entity_type
            and over_all.entity_id = grades.entity_id
            and over_all.year = grades.year
    where over_all.method_id = '' and grades.method_id <> ''
),

totals as (
    select
        'rpt_uncertainty' as mart,
        {{ row_key(['entity_type', 'entity_id', 'year'], 'uncertainties') }} as row_key,
        'rpt_data_quality' as source_mart,
        {{ row_key(
            ['purpose', 'method_id', 'entity_type', 'entity_id', 'year', 'data_quality'], 'grades'
        ) }} as source_row_key,
        'emissions' as role,
        1 as weight
    from uncertainties
    inner join grades
        on
            uncertainties.entity_type = grades.entity_type
            and uncertainties.entity_id = grades.entity_id
            and uncertainties.year = grades.year
    where grades.purpose = 'disclosure' and grades.method_id = ''
),

contributing as (
    select
        'rpt_uncertainty_contributors' as mart,
        row_key,
        cast(null as varchar) as plant_id,
        cast(null as varchar) as fact_id,
        contributor_id as factor_id,
        'contributor' as role
    from contributors
    where contributor_kind = 'factor'
    union all by name
    select
        'rpt_uncertainty_contributors' as mart,
        contributors.row_key,
        facts.plant_id,
        facts.fact_id,
        'contributor' as role
    from contributors
    inner join facts
        on contributors.contributor_id = facts.contributor_id and contributors.year = year(facts.period)
    where contributors.contributor_kind = 'fact'
    union all by name
    -- The contribution of a factor, and every share, moves with all that the interval is made from.
    select
        'rpt_uncertainty_contributors' as mart,
        row_key,
        'rpt_uncertainty' as source_mart,
        {{ row_key(['entity_type', 'entity_id', 'year'], 'contributors') }} as source_row_key,
        'interval' as role
    from contributors
),

lineage as (
    select * from graded
    union all by name
    select * from over_all_methods
    union all by name
    select * from totals
    union all by name
    select * from contributing
)

select * from lineage
