with

facts as (
    select * from {{ ref('int_environment__facts') }}
    where mart = 'fct_waste_manifests'
),

manifests as (select * from {{ ref('stg_manifests') }}),

licences as (select * from {{ ref('waste_receiver_licences') }}),

treatments as (select * from {{ ref('waste_treatments') }}),

receivers as (
    select
        upper(licence_id) as licence_id,
        min(receiver_name_zh) as receiver_name_zh,
        min(receiver_name_en) as receiver_name_en
    from licences
    group by upper(licence_id)
),

licensed as (
    select distinct manifests.fact_id
    from manifests
    inner join licences
        on
            manifests.licence_id = upper(licences.licence_id)
            and licences.waste_code in (manifests.waste_code, 'HW' || right(manifests.waste_code, 2))
            and coalesce(manifests.transferred_on, last_day(manifests.period)) >= licences.valid_from
            and coalesce(coalesce(manifests.transferred_on, manifests.period) <= licences.valid_to, true)
            and list_contains(string_split(licences.treatment_ids, ';'), manifests.treatment_id)
),

joined as (
    select
        facts.plant_id,
        facts.period,
        facts.manifest_number,
        facts.waste_code,
        manifests.transferred_on,
        manifests.licence_id,
        receivers.receiver_name_zh,
        receivers.receiver_name_en,
        manifests.treatment_id,
        treatments.kind as treatment_kind,
        facts.fact_id,
        manifests.cell_id,
        cast(facts.value as decimal(38, 6)) as quantity_t,
        licensed.fact_id is not null as is_licensed,
        count(*) over (partition by facts.manifest_number, facts.waste_code) as times_used
    from facts
    inner join manifests on facts.fact_id = manifests.fact_id
    left join receivers on manifests.licence_id = receivers.licence_id
    left join treatments on manifests.treatment_id = treatments.treatment_id
    left join licensed on facts.fact_id = licensed.fact_id
)

select * from joined
