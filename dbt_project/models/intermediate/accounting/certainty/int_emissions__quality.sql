with

emissions as (select * from {{ ref('int_emissions__by_method') }}),

inputs as (select * from {{ ref('int_emissions__inputs') }}),

facts as (select * from {{ ref('int_facts__accounting') }}),

grades as (select * from {{ ref('data_quality_grades') }}),

fillings as (select * from {{ ref('fillings') }}),

factors as (select * from {{ ref('factors') }}),

contributions as (select * from {{ ref('int_emissions__contributions') }}),

of_facts as (
    select
        inputs.calculation_number,
        facts.data_quality
    from inputs
    inner join facts on inputs.fact_id = facts.fact_id
),

-- A value that was not reported, in whose place the method says what to take.
filled as (
    select
        inputs.calculation_number,
        'filled' as data_quality
    from inputs
    inner join emissions on inputs.calculation_number = emissions.calculation_number
    inner join fillings
        on
            emissions.method_id = fillings.method_id
            and emissions.formula_id = fillings.formula_id
            and inputs.symbol = fillings.symbol
    inner join factors on inputs.factor_id = factors.factor_id and fillings.factor_set = factors.factor_set
),

graded as (
    select
        values_used.calculation_number,
        arg_max(grades.data_quality, grades.quality_rank) as data_quality
    from (
        select * from of_facts
        union all
        select * from filled
    ) as values_used
    inner join grades on values_used.data_quality = grades.data_quality
    group by values_used.calculation_number
),

spread as (
    select
        calculation_number,
        case
            when count(without_uncertainty) = 0 then {{ root_of_squares('half_width_tco2e') }}
        end as half_width_tco2e,
        string_agg(without_uncertainty, '; ' order by without_uncertainty) as without_uncertainty
    from contributions
    group by calculation_number
),

-- An emission whose inputs are all exact by convention has no row in `spread`.
joined as (
    select
        emissions.calculation_number,
        emissions.emissions_tco2e,
        graded.data_quality,
        spread.without_uncertainty,
        case
            when spread.calculation_number is null then cast(0 as decimal(38, 6))
            else spread.half_width_tco2e
        end as half_width_tco2e
    from emissions
    left join graded on emissions.calculation_number = graded.calculation_number
    left join spread on emissions.calculation_number = spread.calculation_number
)

select
    *,
    {{ percent('half_width_tco2e', 'abs(emissions_tco2e)') }} as uncertainty_pct
from joined
