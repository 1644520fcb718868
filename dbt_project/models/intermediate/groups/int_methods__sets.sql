with

months as (select * from {{ ref('int_plants__months') }}),

plant_methods as (
    select
        plant_id,
        method_id,
        valid_from,
        valid_to,
        unnest(string_split(purposes, ';')) as purpose
    from {{ ref('int_methods__plants') }}
),

methods as (select * from {{ ref('methods') }}),

numbered as (
    select
        months.plant_id,
        months.period,
        plant_methods.purpose,
        plant_methods.method_id,
        row_number() over newest_first as method_number,
        count(*) over (partition by months.plant_id, months.period, plant_methods.purpose) as method_count
    from months
    inner join plant_methods
        on
            months.plant_id = plant_methods.plant_id
            and months.period between plant_methods.valid_from and plant_methods.valid_to
    inner join methods on plant_methods.method_id = methods.method_id
    window newest_first as (
        partition by months.plant_id, months.period, plant_methods.purpose
        order by methods.valid_from desc, methods.method_id asc
    )
),

set_numbers as (
    select
        purpose,
        cast(unnest(generate_series(1, max(method_count))) as integer) as method_set
    from numbered
    group by purpose
),

-- A plant with fewer methods than the set's number keeps its last: every set has one method for every plant.
method_sets as (
    select
        numbered.plant_id,
        numbered.period,
        numbered.purpose,
        set_numbers.method_set,
        numbered.method_id
    from numbered
    inner join set_numbers
        on
            numbered.purpose = set_numbers.purpose
            and least(set_numbers.method_set, numbered.method_count) = numbered.method_number
)

select * from method_sets
