with

intensity as (select * from {{ ref('int_energy__intensity') }}),

benchmarks as (select * from {{ ref('int_energy__benchmarks') }}),

final as (
    select
        intensity.plant_id,
        intensity.period,
        intensity.product,
        intensity.output_t,
        intensity.energy_kgce_per_t,
        intensity.power_kwh_per_t,
        {{ graded('intensity', 'energy') }},
        {{ graded('intensity', 'power') }},
        {{ ranked('intensity', 'period') }}
    from intensity
    left join benchmarks as energy
        on {{ norm_of('intensity', 'energy', 'period') }} and energy.measure = 'energy'
    left join benchmarks as power
        on {{ norm_of('intensity', 'power', 'period') }} and power.measure = 'electricity'
)

select * from final
