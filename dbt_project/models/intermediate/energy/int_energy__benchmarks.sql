with

intensity as (select * from {{ ref('int_energy__intensity') }}),

norms as (select * from {{ ref('int_energy__norms') }}),

processes as (select * from {{ ref('plant_processes') }}),

measures as (select distinct measure from norms),

months as (
    select
        intensity.plant_id,
        intensity.period,
        intensity.product,
        intensity.is_shared,
        measures.measure
    from intensity
    cross join measures
),

candidates as (
    select
        months.*,
        norms.process_id,
        norms.level_1,
        norms.level_2,
        norms.level_3,
        norms.is_range,
        norms.coefficient_ids,
        norms.process_id is not null and months.period between norms.valid_from and norms.valid_to as is_in_force,
        is_in_force and not norms.is_process_step as is_of_product,
        is_of_product and processes.plant_id is not null as is_of_process
    from months
    left join norms on months.product = norms.product and months.measure = norms.measure
    left join processes
        on
            months.plant_id = processes.plant_id
            and months.product = processes.product_id
            and norms.process_id = processes.process_id
            and months.period between processes.valid_from and coalesce(processes.valid_to, {{ open_end() }})
),

counted as (
    select
        *,
        count(process_id) over of_month as norms_known,
        count(*) filter (where is_in_force) over of_month as norms_in_force,
        count(*) filter (where is_of_product) over of_month as norms_of_product,
        count(*) filter (where is_of_process) over of_month as norms_of_process
    from candidates
    window of_month as (partition by plant_id, period, product, measure)
),

chosen as (
    select
        *,
        is_of_process or (is_of_product and norms_of_product = 1) as is_chosen
    from counted
),

benchmarks as (
    select
        plant_id,
        period,
        product,
        measure,
        max(level_1) filter (where is_chosen and not is_range) as level_1,
        max(level_2) filter (where is_chosen and not is_range) as level_2,
        max(level_3) filter (where is_chosen and not is_range) as level_3,
        max(coefficient_ids) filter (where is_chosen) as coefficient_ids,
        case
            when max(norms_known) = 0 then 'no_norm'
            when max(norms_in_force) = 0 then 'norm_not_in_force'
            when max(norms_of_product) = 0 then 'norm_of_process_steps'
            when max(norms_of_product) > 1 and max(norms_of_process) <> 1 then 'process_unknown'
            when bool_or(is_range) filter (where is_chosen) then 'range'
            when bool_or(is_shared) then 'shared_energy'
        end as gap
    from chosen
    group by plant_id, period, product, measure
)

select * from benchmarks
