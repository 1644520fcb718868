with

factors as (select * from {{ ref('factors') }}),

uncertainties as (
    select * from {{ ref('uncertainties') }}
    where subject = 'parameter'
),

-- The material before the evidence.
stated as (
    select
        factors.factor_id,
        factors.parameter,
        factors.material_id,
        uncertainties.half_width_pct
    from factors
    left join uncertainties
        on
            factors.parameter = uncertainties.subject_id
            and uncertainties.material_id in ('*', factors.material_id)
            and uncertainties.factor_evidence in ('*', factors.evidence)
    qualify
        row_number() over (
            partition by factors.factor_id
            order by uncertainties.material_id = '*', uncertainties.factor_evidence = '*'
        ) = 1
)

select * from stated
