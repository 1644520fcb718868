with

intensity as (select * from {{ ref('int_energy__intensity_by_year') }}),

benchmarks as (select * from {{ ref('int_energy__benchmarks_by_year') }}),

final as (
    select
        intensity.plant_id,
        intensity.year,
        intensity.product,
        intensity.output_t,
        intensity.energy_tce,
        intensity.energy_kgce_per_t,
        intensity.power_kwh_per_t,
        {{ graded('intensity', 'energy') }},
        {{ graded('intensity', 'power') }},
        {{ ranked('intensity', 'year') }},
        intensity.months_in,
        intensity.months_due,
        case when intensity.months_in = intensity.months_due then 'complete' else 'incomplete' end as status
    from intensity
    left join benchmarks as energy
        on {{ norm_of('intensity', 'energy', 'year') }} and energy.measure = 'energy'
    left join benchmarks as power
        on {{ norm_of('intensity', 'power', 'year') }} and power.measure = 'electricity'
)

select * from final
