with

facts as (
    select * from {{ ref('int_environment__facts') }}
    where mart = 'fct_air_pollutants'
),

per_pollutant as (
    select
        plant_id,
        period,
        pollutant,
        coalesce(
            string_agg(distinct method_id, ';' order by method_id) filter (where flow = 'emitted'), 'reported'
        ) as method_id,
        sum(value) filter (where flow = 'generated') as generated_t,
        sum(value) filter (where flow = 'removed') as removed_t,
        sum(value) filter (where flow = 'emitted') as mass_t
    from facts
    group by plant_id, period, pollutant
),

with_rates as (
    select
        *,
        {{ ratio('removed_t', 'generated_t') }} as removal_share,
        generated_t - removed_t - mass_t as imbalance_t
    from per_pollutant
)

select * from with_rates
