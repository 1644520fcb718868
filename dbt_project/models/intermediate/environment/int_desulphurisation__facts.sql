with

accepted as (
    select * from {{ ref('int_facts__accepted') }}
    where frequency = 'month'
),

factors as (select * from {{ ref('factors') }}),

facts as (
    select
        fact_id,
        plant_id,
        period,
        material_id,
        value,
        case
            when indicator_id = 'desulphurisation_sorbent_consumed' then 'sorbent'
            when indicator_id = 'desulphurisation_sorbent_carbonate_content' then 'carbonate_content'
            when indicator_id = 'general_waste_generated' then 'gypsum'
            when domain = 'air' and substance_id = 'so2' and flow = 'removed' then 'so2_removed'
        end as role
    from accepted
    where
        indicator_id in ('desulphurisation_sorbent_consumed', 'desulphurisation_sorbent_carbonate_content')
        or (indicator_id = 'general_waste_generated' and material_id = 'fgd_gypsum')
        or (domain = 'air' and substance_id = 'so2' and flow = 'removed')
),

desulphurised_months as (
    select
        plant_id,
        period
    from facts
    group by plant_id, period
    having bool_or(role = 'so2_removed') and bool_or(role in ('sorbent', 'gypsum'))
),

default_contents as (
    select
        factor_id,
        material_id,
        cast(value as double) as carbonate_share,
        valid_from,
        valid_to
    from factors
    where parameter = 'desulphurisation_sorbent_carbonate_content_i'
),

-- A sorbent is as pure as measured, else as the guide takes it.
with_contents as (
    select
        facts.*,
        coalesce(cast(measured.value as double) / 100, default_contents.carbonate_share) as carbonate_share,
        if(measured.fact_id is null, default_contents.factor_id, null) as factor_id
    from facts
    semi join desulphurised_months
        on facts.plant_id = desulphurised_months.plant_id and facts.period = desulphurised_months.period
    left join facts as measured
        on
            facts.role = 'sorbent'
            and measured.role = 'carbonate_content'
            and facts.plant_id = measured.plant_id
            and facts.period = measured.period
            and facts.material_id = measured.material_id
    left join default_contents
        on
            facts.role = 'sorbent'
            and facts.material_id = default_contents.material_id
            and facts.period >= coalesce(default_contents.valid_from, {{ open_start() }})
            and facts.period <= coalesce(default_contents.valid_to, {{ open_end() }})
    qualify row_number() over (
        partition by facts.fact_id order by default_contents.valid_from desc, default_contents.factor_id asc
    ) = 1
)

select
    fact_id,
    plant_id,
    period,
    material_id,
    value,
    role,
    factor_id,
    carbonate_share,
    {{ micro_rounded('cast(value as double) * carbonate_share') }} as carbonate_t
from with_contents
