{% set kinds = [
    'anode_consumption',
    'anode_effect',
    'baking',
    'biogenic_combustion',
    'calcination',
    'carbonate',
    'carbonation_uptake',
    'clinker',
    'clinker_substitute',
    'co2_captured',
    'co2_passed_on',
    'co2_recovery',
    'combustion',
    'desulphurisation',
    'direct_fossil_electricity',
    'direct_non_fossil_electricity',
    'exported_electricity',
    'exported_heat',
    'exported_hot_water',
    'exported_steam',
    'ferrosilicon',
    'fume_incineration',
    'graphitisation',
    'kiln_dust',
    'magnesium_production',
    'ore_calcination',
    'oxalic_acid',
    'purchased_electricity',
    'purchased_heat',
    'purchased_hot_water',
    'purchased_steam',
    'raw_meal_carbon',
    'reductant',
    'sf6_cover_gas',
    'wastewater',
] %}

with

calculations as (select * from {{ ref('int_source_streams__calculations') }}),

roundings as (
    select
        rounding_id,
        max(decimals) filter (where element = 'gas_mass') as gas_mass_decimals,
        max(decimals) filter (where element = 'emissions') as emissions_decimals
    from {{ ref('roundings') }}
    group by rounding_id
),

calculated as ({{ emissions_of(kinds) }}),

forms as (
    select * from calculated
    where is_form
),

results as (
    select
        calculations.*,
        calculated.gas_mass,
        calculated.sensitivities,
        case
            when roundings.gas_mass_decimals is null then forms.gas_mass
            else {{ half_up('forms.gas_mass', 'roundings.gas_mass_decimals') }}
        end as form_gas_mass,
        roundings.emissions_decimals
    from calculations
    inner join calculated on calculations.calculation_number = calculated.calculation_number
    left join forms on calculations.calculation_number = forms.calculation_number
    left join roundings on calculations.rounding_id = roundings.rounding_id
    where not calculated.is_form and calculated.gas_mass is not null
),

emissions as (
    select
        calculation_number,
        'E' || left(
            md5(concat_ws('|', plant_id, period, method_id, variant_id, stream_id, gas, scope2_basis)), 16
        ) as calculation_id,
        plant_id,
        period,
        method_id,
        variant_id,
        is_default,
        purposes,
        base_year_purposes,
        scope,
        scope2_basis,
        emission_type,
        stream_id,
        stream_kind,
        material_id,
        counterparty_id,
        formula_id,
        gas,
        gwp_set,
        fact_id,
        activity_value,
        activity_unit,
        {{ pico_rounded('gas_mass') }} as gas_mass_t,
        cast(gwp as decimal(18, 6)) as gwp,
        {{ micro_rounded('gas_mass * gwp') }} as emissions_tco2e,
        case
            when emissions_decimals is null then {{ micro_rounded('form_gas_mass * gwp') }}
            else {{ micro_rounded(half_up('form_gas_mass * gwp', 'emissions_decimals')) }}
        end as emissions_form_tco2e,
        sensitivities,
        factor_ids
    from results
)

select * from emissions
