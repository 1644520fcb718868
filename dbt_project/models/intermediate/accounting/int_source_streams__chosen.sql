with

keys as (select * from {{ ref('int_source_streams__keys') }}),

methods as (select * from {{ ref('int_methods__applied') }}),

formulas as (select * from {{ ref('int_methods__formulas') }}),

source_streams as (select * from {{ ref('source_streams') }}),

factors as (select * from {{ ref('int_method_factors') }}),

applicable as (
    select
        keys.fact_id,
        keys.plant_id,
        keys.period,
        methods.province_id,
        methods.method_id,
        methods.rounding_id,
        formulas.variant_id,
        formulas.formula_id,
        formulas.preference,
        formulas.stream_kind,
        keys.material_id,
        keys.counterparty_id,
        source_streams.scope,
        source_streams.emission_type,
        formulas.gas,
        formulas.scope2_basis,
        formulas.gwp_set,
        formulas.gwp,
        formulas.gwp_factor_id,
        keys.fact_value as activity_value,
        keys.fact_unit as activity_unit,
        case when methods.is_in_force then formulas.purposes end as purposes,
        case when not methods.is_in_force then formulas.purposes end as base_year_purposes,
        coalesce(methods.factor_month, keys.period) as factor_month,
        concat_ws(
            ':',
            formulas.stream_kind,
            coalesce(nullif(keys.counterparty_id, ''), source_streams.outside_supplier, nullif(keys.material_id, ''))
        ) as stream_id
    from keys
    inner join methods
        on
            keys.plant_id = methods.plant_id
            and keys.period between methods.valid_from and methods.valid_to
    inner join formulas
        on
            methods.method_id = formulas.method_id
            and keys.formula_id = formulas.formula_id
            and coalesce(methods.factor_month, keys.period) between formulas.valid_from and formulas.valid_to
    inner join source_streams on formulas.stream_kind = source_streams.stream_kind
),

preferred as (
    select * from applicable
    qualify
        preference = min(preference) over (
            partition by plant_id, period, method_id, variant_id, stream_id, gas, scope2_basis
        )
),

-- Where only uncertain factors exist, each is calculated with.
further as (
    select distinct
        preferred.*,
        factors.candidate
    from preferred
    inner join factors
        on
            preferred.method_id = factors.method_id
            and preferred.formula_id = factors.formula_id
            and preferred.variant_id = factors.variant_id
            and preferred.factor_month = factors.month
            and factors.material_id in ('*', preferred.material_id)
            and factors.province_id in ('*', preferred.province_id)
    where factors.candidate > 1
),

candidates as (
    select
        *,
        1 as candidate
    from preferred
    union all by name
    select * from further
),

numbered as (
    select
        fact_id,
        plant_id,
        period,
        province_id,
        method_id,
        rounding_id,
        variant_id,
        purposes,
        base_year_purposes,
        factor_month,
        formula_id,
        stream_kind,
        stream_id,
        material_id,
        counterparty_id,
        scope,
        emission_type,
        gas,
        scope2_basis,
        gwp_set,
        gwp,
        gwp_factor_id,
        activity_value,
        activity_unit,
        candidate,
        cast(row_number() over () as integer) as calculation_number
    from candidates
)

select * from numbered
