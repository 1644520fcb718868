with

reported as (select * from {{ ref('int_source_streams__reported') }}),

symbols as (
    select distinct
        formula_id,
        symbol
    from {{ ref('int_formulas__symbols') }}
    where origin = 'fact' and not is_key
),

keys as (
    select * from reported
    where is_key
),

needed as (
    select
        keys.*,
        symbols.symbol as needed_symbol
    from keys
    inner join symbols on keys.formula_id = symbols.formula_id
),

found as (
    select distinct
        needed.fact_id,
        needed.formula_id,
        needed.needed_symbol
    from needed
    inner join reported
        on
            needed.plant_id = reported.plant_id
            and needed.period = reported.period
            and needed.formula_id = reported.formula_id
            and needed.needed_symbol = reported.symbol
            and reported.material_id in ('', needed.material_id)
            and reported.counterparty_id in ('', needed.counterparty_id)
),

-- A formula needs its other reported values beside the key.
incomplete as (
    select distinct
        needed.fact_id,
        needed.formula_id
    from needed
    anti join found
        on
            needed.fact_id = found.fact_id
            and needed.formula_id = found.formula_id
            and needed.needed_symbol = found.needed_symbol
),

complete as (
    select
        keys.fact_id,
        keys.plant_id,
        keys.period,
        keys.formula_id,
        keys.material_id,
        keys.counterparty_id,
        keys.fact_value,
        keys.fact_unit
    from keys
    anti join incomplete on keys.fact_id = incomplete.fact_id and keys.formula_id = incomplete.formula_id
)

select * from complete
