with

factors as (select * from {{ ref('factors') }}),

energy_coefficients as (
    select * from {{ ref('energy_coefficients') }}
    where value_low = value_high
),

unioned as (
    select
        factor_id,
        factor_set,
        parameter,
        material_id,
        material_source_text,
        region_id,
        series,
        value,
        unit,
        source,
        confidence,
        evidence,
        valid_from,
        valid_to,
        published_on
    from factors
    union all by name
    select
        energy_coefficients.coefficient_id as factor_id,
        energy_coefficients.standard as factor_set,
        case energy_coefficients.kind
            when 'product limit' then 'energy_norm'
            else 'energy_coefficient'
        end as parameter,
        energy_coefficients.name_en as material_source_text,
        energy_coefficients.kind as series,
        energy_coefficients.value_low as value,
        energy_coefficients.unit,
        energy_coefficients.source,
        energy_coefficients.confidence,
        energy_coefficients.evidence
    from energy_coefficients
)

select * from unioned
