with

facts as (
    select distinct
        indicator_id,
        material_id,
        data_quality
    from {{ ref('int_facts__accounting') }}
),

indicators as (select * from {{ ref('indicators') }}),

uncertainties as (select * from {{ ref('uncertainties') }}),

-- The indicator before its quantity, then the material, then the grade.
stated as (
    select
        facts.indicator_id,
        facts.material_id,
        facts.data_quality,
        uncertainties.half_width_pct,
        uncertainties.correlation
    from facts
    inner join indicators on facts.indicator_id = indicators.indicator_id
    inner join uncertainties
        on
            (
                (uncertainties.subject = 'indicator' and facts.indicator_id = uncertainties.subject_id)
                or (uncertainties.subject = 'quantity' and indicators.quantity = uncertainties.subject_id)
            )
            and uncertainties.material_id in ('*', facts.material_id)
            and uncertainties.data_quality in ('*', facts.data_quality)
    qualify
        row_number() over (
            partition by facts.indicator_id, facts.material_id, facts.data_quality
            order by uncertainties.subject, uncertainties.material_id = '*', uncertainties.data_quality = '*'
        ) = 1
)

select * from stated
