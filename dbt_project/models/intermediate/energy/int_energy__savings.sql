with

disclosed as (select * from {{ ref('int_disclosure__values') }}),

quantities as (select * from {{ ref('int_disclosure__quantities') }}),

percent as (
    select cast(factor_to_canonical as double) as per_one
    from {{ ref('units') }}
    where unit_id = '1'
),

years as (
    select
        energy.entity_id,
        energy.year,
        energy.value as energy_tce,
        outputs.value as output_value,
        energy.inputs_due + outputs.inputs_due as inputs_due,
        energy.inputs_in + outputs.inputs_in as inputs_in
    from disclosed as energy
    inner join disclosed as outputs
        on
            energy.entity_id = outputs.entity_id
            and energy.year = outputs.year
            and outputs.disclosure_indicator_id = 'comparable_output_value'
    where energy.disclosure_indicator_id = 'comprehensive_energy'
),

-- Headquarters' base quantities stand in for years of which no submissions are in.
stated as (
    select
        energy.entity_id,
        energy.year,
        energy.value as energy_tce,
        outputs.value as output_value,
        2 as inputs_due,
        2 as inputs_in
    from quantities as energy
    inner join quantities as outputs
        on
            energy.entity_id = outputs.entity_id
            and energy.year = outputs.year
            and outputs.quantity_id = 'base_output_value_constant'
    anti join years on energy.entity_id = years.entity_id and energy.year = years.year
    where energy.quantity_id = 'base_energy'
),

bases as (
    select
        *,
        false as is_stated
    from years
    union all
    select
        *,
        true as is_stated
    from stated
),

compared as (
    select
        years.entity_id,
        years.year,
        bases.year as base_year,
        years.energy_tce,
        years.output_value,
        bases.energy_tce as base_energy_tce,
        bases.output_value as base_output_value,
        bases.is_stated as is_base_stated,
        years.inputs_due + bases.inputs_due as inputs_due,
        years.inputs_in + bases.inputs_in as inputs_in,
        1
        - (cast(years.energy_tce as double) / nullif(cast(years.output_value as double), 0))
        / nullif(
            cast(bases.energy_tce as double) / nullif(cast(bases.output_value as double), 0), 0
        ) as reduction
    from years
    inner join bases on years.entity_id = bases.entity_id and years.year > bases.year
),

savings as (
    select
        compared.*,
        {{ micro_rounded('-compared.reduction * percent.per_one') }} as intensity_change_pct,
        {{ micro_rounded(
            'cast(compared.energy_tce as double) * compared.reduction / nullif(1 - compared.reduction, 0)'
        ) }} as energy_saved_tce
    from compared
    cross join percent
)

select * from savings
