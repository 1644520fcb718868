with

inputs as (select * from {{ ref('int_emissions__inputs') }}),

facts as (select * from {{ ref('int_facts__accounting') }}),

grades as (select * from {{ ref('data_quality_grades') }}),

of_facts as (select * from {{ ref('int_uncertainties__facts') }}),

of_factors as (select * from {{ ref('int_uncertainties__factors') }}),

from_facts as (
    select
        inputs.calculation_number,
        'fact' as contributor_kind,
        {{ contributor_of('facts', 'of_facts') }} as contributor_id,
        concat_ws(' ', facts.indicator_id, facts.data_quality) as uncertainty_of,
        of_facts.half_width_pct,
        grades.quality_rank,
        inputs.sensitivity_tco2e
    from inputs
    inner join facts on inputs.fact_id = facts.fact_id
    inner join grades on facts.data_quality = grades.data_quality
    left join of_facts
        on
            facts.indicator_id = of_facts.indicator_id
            and facts.material_id = of_facts.material_id
            and facts.data_quality = of_facts.data_quality
),

from_factors as (
    select
        inputs.calculation_number,
        'factor' as contributor_kind,
        inputs.factor_id as contributor_id,
        concat_ws(' ', inputs.factor_id, of_factors.parameter) as uncertainty_of,
        of_factors.half_width_pct,
        null as quality_rank,
        inputs.sensitivity_tco2e
    from inputs
    left join of_factors on inputs.factor_id = of_factors.factor_id
    where inputs.factor_id is not null
),

unioned as (
    select * from from_facts
    union all
    select * from from_factors
),

-- What comes from one fact or factor moves together, so it is added before anything is squared. A constant that is
-- no factor is exact, and so is a factor that is stated as exact.
contributions as (
    select
        calculation_number,
        contributor_kind,
        contributor_id,
        case
            when bool_and(half_width_pct is not null)
                then sum({{ pico_rounded('cast(sensitivity_tco2e as double) * half_width_pct / 100') }})
        end as half_width_tco2e,
        min(uncertainty_of) filter (where half_width_pct is null) as without_uncertainty,
        max(quality_rank) as quality_rank
    from unioned
    where contributor_kind = 'fact' or half_width_pct is null or half_width_pct > 0
    group by calculation_number, contributor_kind, contributor_id
)

select * from contributions
