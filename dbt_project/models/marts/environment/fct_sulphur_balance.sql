with

flows as (select * from {{ ref('int_sulphur__flows') }}),

plants as (select * from {{ ref('plants') }}),

constants as (
    select {{ constant_value('sulphur_to_so2') }} as so2_per_sulphur
    from {{ ref('constants') }}
),

per_plant_month as (
    select
        plant_id,
        period,
        sum(sulphur_t) filter (where flow = 'fuel') as sulphur_in_fuel_t,
        sum(sulphur_t) filter (where flow = 'raw_material') as sulphur_in_raw_material_t,
        sum(sulphur_t) filter (where flow in ('fuel', 'raw_material')) as sulphur_in_t,
        sum(mass_t) filter (where flow in ('fuel', 'raw_material') and sulphur_t is not null) as measured_t,
        sum(mass_t) filter (where flow in ('fuel', 'raw_material')) as inputs_t,
        sum(sulphur_t) filter (where flow = 'acid') as sulphur_in_acid_t,
        sum(sulphur_t) filter (where flow = 'other_outputs') as sulphur_in_other_outputs_t,
        sum(sulphur_t) filter (where flow = 'generated') as sulphur_generated_t,
        sum(sulphur_t) filter (where flow = 'removed') as sulphur_removed_t,
        sum(sulphur_t) filter (where flow = 'emitted') as sulphur_emitted_t
    from flows
    group by plant_id, period
    having sum(sulphur_t) filter (where flow in ('fuel', 'raw_material')) is not null
),

with_outputs as (
    select
        *,
        coalesce(sulphur_in_acid_t, 0) + coalesce(sulphur_in_other_outputs_t, 0) as sulphur_bound_t,
        sulphur_in_t - sulphur_bound_t - coalesce(sulphur_removed_t, 0) - sulphur_emitted_t as imbalance_t
    from per_plant_month
),

with_industries as (
    select
        with_outputs.*,
        plants.industry_id as industry,
        constants.so2_per_sulphur
    from with_outputs
    inner join plants
        on
            with_outputs.plant_id = plants.plant_id
            and last_day(with_outputs.period) >= plants.valid_from
            and coalesce(with_outputs.period <= plants.valid_to, true)
    cross join constants
    qualify row_number() over (
        partition by with_outputs.plant_id, with_outputs.period order by plants.valid_from desc
    ) = 1
),

balanced as (
    select
        plant_id,
        period,
        industry,
        sulphur_in_fuel_t,
        sulphur_in_raw_material_t,
        sulphur_in_t,
        {{ ratio('measured_t', 'inputs_t') }} as measured_input_share,
        sulphur_in_acid_t,
        sulphur_in_other_outputs_t,
        sulphur_generated_t,
        sulphur_removed_t,
        sulphur_emitted_t,
        imbalance_t,
        {{ ratio('imbalance_t', 'sulphur_in_t') }} as imbalance_share,
        {{ ratio('(sulphur_in_t - imbalance_t)', 'sulphur_in_t') }} as closure_share,
        {{ ratio('sulphur_generated_t', 'sulphur_in_t') }} as release_share,
        {{ ratio('(sulphur_in_t - sulphur_emitted_t)', 'sulphur_in_t') }} as fixation_share,
        {{ micro_rounded('cast(sulphur_in_t - sulphur_bound_t as double) * so2_per_sulphur') }} as so2_possible_t
    from with_industries
)

select * from balanced
