with

indicators as (select * from {{ ref('indicators') }}),

usual_grades as (select * from {{ ref('usual_data_qualities') }}),

graded as (
    select
        indicators.indicator_id,
        coalesce(of_indicator.data_quality, of_domain.data_quality) as data_quality
    from indicators
    left join usual_grades as of_indicator
        on indicators.domain = of_indicator.domain and indicators.indicator_id = of_indicator.indicator_id
    left join usual_grades as of_domain
        on indicators.domain = of_domain.domain and of_domain.indicator_id = '*'
)

select * from graded
