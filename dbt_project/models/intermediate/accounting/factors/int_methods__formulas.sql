with

methods as (select * from {{ ref('methods') }}),

method_formulas as (select * from {{ ref('method_formulas') }}),

formulas as (select * from {{ ref('formulas') }}),

variants as (select * from {{ ref('method_variants') }}),

potentials as (
    select * from {{ ref('int_factors__canonical') }}
    where factor_set = 'common' and parameter = 'gwp100'
),

joined as (
    select
        method_formulas.method_id,
        method_formulas.formula_id,
        coalesce(method_formulas.variant_id, '') as variant_id,
        method_formulas.preference,
        coalesce(method_formulas.purposes, methods.purposes) as purposes,
        coalesce(methods.factor_cut_off, 'valid_in_month') as factor_cut_off,
        formulas.stream_kind,
        formulas.gas,
        coalesce(formulas.scope2_basis, '') as scope2_basis,
        coalesce(variants.gwp_set, methods.gwp_set) as gwp_set,
        greatest(
            coalesce(methods.valid_from, {{ open_start() }}), coalesce(method_formulas.valid_from, {{ open_start() }})
        ) as valid_from,
        least(
            coalesce(methods.valid_to, {{ open_end() }}), coalesce(method_formulas.valid_to, {{ open_end() }})
        ) as valid_to
    from method_formulas
    inner join methods on method_formulas.method_id = methods.method_id
    inner join formulas on method_formulas.formula_id = formulas.formula_id
    left join variants
        on
            method_formulas.method_id = variants.method_id
            and method_formulas.variant_id = variants.variant_id
            and formulas.stream_kind = variants.stream_kind
),

with_potentials as (
    select
        joined.*,
        potentials.value as gwp,
        potentials.factor_id as gwp_factor_id
    from joined
    left join potentials on joined.gwp_set = potentials.series and joined.gas = potentials.material_id
)

select * from with_potentials
