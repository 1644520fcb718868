with

emissions as (select * from {{ ref('int_emissions__by_method') }}),

inputs as (select * from {{ ref('int_emissions__inputs') }}),

grades as (select * from {{ ref('data_quality_grades') }}),

fillings as (select * from {{ ref('fillings') }}),

factors as (select * from {{ ref('factors') }}),

contributions as (select * from {{ ref('int_emissions__contributions') }}),

spread as (
    select
        calculation_number,
        max(quality_rank) as quality_rank,
        case
            when count(without_uncertainty) = 0 then {{ root_of_squares('half_width_tco2e') }}
        end as half_width_tco2e,
        string_agg(without_uncertainty, '; ' order by without_uncertainty)
        filter (where without_uncertainty is not null) as without_uncertainty
    from contributions
    group by calculation_number
),

-- A value that was not reported, in whose place the method says what to take.
filled as (
    select distinct
        inputs.calculation_number,
        grades.quality_rank
    from inputs
    inner join emissions on inputs.calculation_number = emissions.calculation_number
    inner join fillings
        on
            emissions.method_id = fillings.method_id
            and emissions.formula_id = fillings.formula_id
            and inputs.symbol = fillings.symbol
    inner join factors on inputs.factor_id = factors.factor_id and fillings.factor_set = factors.factor_set
    inner join grades on grades.data_quality = 'filled'
),

graded as (
    select
        emissions.calculation_number,
        emissions.emissions_tco2e,
        grades.data_quality,
        spread.half_width_tco2e,
        spread.without_uncertainty
    from emissions
    left join spread on emissions.calculation_number = spread.calculation_number
    left join filled on emissions.calculation_number = filled.calculation_number
    left join grades on greatest(spread.quality_rank, filled.quality_rank) = grades.quality_rank
)

select
    *,
    {{ percent('half_width_tco2e', 'abs(emissions_tco2e)') }} as uncertainty_pct
from graded
