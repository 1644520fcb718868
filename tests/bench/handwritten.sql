-- The water, energy and emissions marts straight from the cells, as one would write them by hand for known forms:
-- columns by position, no findings, no checks of codes, units or periods. The opponent of the benchmark.
create schema hand;

create table hand.entries as
select
    case when arrivals.reader = 'csv' then cells.plant else arrivals.cover_plant_text end as plant_id,
    cast(case when arrivals.reader = 'csv' then cells.period else arrivals.cover_period_text end || '-01' as date) as period,
    cells.indicator_id,
    coalesce(cells.material_id, '') as material_id,
    coalesce(cells.counterparty_id, '') as counterparty_id,
    cells.unit,
    cast(cells.value as decimal(18, 6)) as value
from (
    select
        sheets.content_id,
        max(cells.text) filter (where sheets.sheet = 'csv' and cells.column_number = 1) as plant,
        max(cells.text) filter (where sheets.sheet = 'csv' and cells.column_number = 2) as period,
        max(cells.text) filter (where cells.column_number = if(sheets.sheet = 'csv', 3, 1)) as indicator_id,
        max(cells.text) filter (where cells.column_number = if(sheets.sheet = 'csv', 4, 3)) as material_id,
        max(cells.text) filter (where cells.column_number = 5) as counterparty_id,
        max(cells.text) filter (where cells.column_number = if(sheets.sheet = 'csv', 7, 6)) as unit,
        max(cells.text) filter (where cells.column_number = if(sheets.sheet = 'csv', 6, 7)) as value
    from ledger.sheet_cells as cells
    inner join ledger.sheets on cells.sheet_number = sheets.sheet_number
    where cells.row_number > if(sheets.sheet = 'csv', 1, 3) and sheets.sheet != '封面 Cover'
    group by sheets.content_id, cells.sheet_number, cells.row_number
) as cells
inner join ledger.arrivals on cells.content_id = arrivals.content_id
where arrivals.form_id in ('monthly_workbook', 'monthly_csv') and cells.value is not null;

create table hand.facts as
select
    entries.plant_id,
    entries.period,
    entries.indicator_id,
    entries.material_id,
    entries.counterparty_id,
    cast(entries.value * units.factor_to_canonical as decimal(19, 6)) as value,
    indicators.domain,
    indicators.flow,
    indicators.carrier
from hand.entries
inner join reference.indicators on entries.indicator_id = indicators.indicator_id
left join reference.unit_aliases on entries.unit = unit_aliases.alias
inner join reference.units on coalesce(unit_aliases.unit_id, entries.unit) = units.unit_id;

create table hand.fct_water as
select
    plant_id,
    period,
    sum(value) filter (where indicator_id = 'total_water') as total_water_m3,
    sum(value) filter (where indicator_id = 'fresh_water') as fresh_water_m3,
    sum(value) filter (where indicator_id = 'circulating_water') as circulating_water_m3,
    sum(value) filter (where indicator_id = 'other_water') as other_water_m3,
    sum(value) filter (where indicator_id = 'wastewater_generated') as wastewater_generated_m3,
    sum(value) filter (where indicator_id = 'wastewater_reused') as wastewater_reused_m3
from hand.facts
where domain = 'water'
group by plant_id, period;

create table hand.fct_energy as
select
    facts.plant_id,
    facts.period,
    choices.carrier_material_id as carrier,
    case
        when facts.flow = 'exported' then 'exported'
        when facts.indicator_id = 'reductant_consumed' then 'reductant'
        else 'consumed'
    end as flow,
    sum(
        if(facts.flow = 'exported', -1, 1) * facts.value
        * cast(
            coalesce(
                measured.value / 29.3076,
                cast(coefficients.value_low as double)
                / if(coefficients.unit in ('kgce/m3', 'kgce/t'), 1000, 1)
            ) as decimal(18, 12)
        )
    ) as energy_tce
from hand.facts
inner join reference.plants on facts.plant_id = plants.plant_id
inner join reference.industries on plants.industry_id = industries.industry_id
inner join reference.energy_coefficient_choices as choices
    on
        case
            when facts.carrier = 'fuel' then facts.material_id
            when facts.indicator_id = 'electricity_generated' then industries.renewable_carrier
            else facts.carrier
        end = choices.carrier_material_id
    and choices.standard_id = 'energy_statistics'
    and contains(choices.valuations, 'calorific')
inner join reference.energy_coefficients as coefficients on choices.coefficient_id = coefficients.coefficient_id
left join hand.facts as measured
    on
        facts.plant_id = measured.plant_id
        and facts.period = measured.period
        and facts.material_id = measured.material_id
        and measured.indicator_id = 'fuel_net_calorific_value'
where
    (facts.flow in ('consumed', 'reductant', 'exported') and facts.carrier is not null)
    or facts.indicator_id = 'electricity_generated'
group by all;

create table hand.chains as
select
    methods.method_id,
    unnest(string_split(methods.industry_ids, ';')) as industry_id,
    sets.stream_kind,
    heat.material_id,
    cast(carbon.value as double) as carbon,
    cast(oxidation.value as double) / 100 as oxidation,
    cast(
        cast(heat.value as double) * carbon.value * oxidation.value / 100 * 44 / 12
        / if(heat.unit = 'GJ/10^4 Nm3', 10000, 1) as decimal(18, 12)
    ) as factor
from reference.methods
inner join reference.method_factor_sets as sets
    on
        methods.method_id = sets.method_id
        and sets.stream_kind = 'combustion'
        and sets.variant_id is null
        and contains(methods.purposes, 'disclosure')
        and date '2021-12-31' between methods.valid_from and coalesce(methods.valid_to, date '2021-12-31')
inner join reference.factors as heat
    on sets.factor_set = heat.factor_set and heat.parameter = 'net_calorific_value'
inner join reference.factors as carbon
    on
        heat.factor_set = carbon.factor_set
        and heat.material_id = carbon.material_id
        and carbon.parameter = 'carbon_content_per_heat'
inner join reference.factors as oxidation
    on
        heat.factor_set = oxidation.factor_set
        and heat.material_id = oxidation.material_id
        and oxidation.parameter = 'oxidation_factor'
qualify sets.preference = min(sets.preference) over (partition by methods.method_id, heat.material_id);

create table hand.measured as
select
    plant_id,
    period,
    material_id,
    max(cast(value as double)) filter (where indicator_id = 'fuel_net_calorific_value') as heat,
    max(cast(value as double)) filter (where indicator_id = 'fuel_carbon_air_dried') as carbon,
    max(cast(value as double)) filter (where indicator_id = 'fuel_moisture_received') as moisture_received,
    max(cast(value as double)) filter (where indicator_id = 'fuel_moisture_air_dried') as moisture_air_dried
from hand.facts
where domain = 'ghg_activity'
group by plant_id, period, material_id;

create table hand.fct_ghg_emissions as
select
    facts.plant_id,
    facts.period,
    'combustion:' || facts.material_id as stream_id,
    'CO2' as gas,
    case
        when measured.carbon is not null
            then cast(
                cast(facts.value as double)
                * measured.carbon / 100 * (100 - measured.moisture_received) / (100 - measured.moisture_air_dried)
                * chains.oxidation * 44 / 12 as decimal(38, 6)
            )
        when measured.heat is not null
            then cast(
                cast(facts.value as double) * measured.heat * chains.carbon * chains.oxidation * 44 / 12
                as decimal(38, 6)
            )
        else cast(facts.value * chains.factor as decimal(38, 6))
    end as emissions_tco2e
from hand.facts
inner join reference.plants on facts.plant_id = plants.plant_id
inner join hand.chains on plants.industry_id = chains.industry_id and facts.material_id = chains.material_id
left join hand.measured
    on
        facts.plant_id = measured.plant_id
        and facts.period = measured.period
        and facts.material_id = measured.material_id
where facts.indicator_id = 'fuel_consumed'
union all
select
    facts.plant_id,
    facts.period,
    if(facts.indicator_id = 'reductant_consumed', 'reductant:', 'carbonate:') || facts.material_id,
    'CO2',
    facts.value * cast(factors.value / if(factors.unit = 't CO2/10^4 Nm3', 10000, 1) as decimal(18, 12))
from hand.facts
inner join reference.factors
    on
        facts.material_id = factors.material_id
        and factors.factor_set = 'ndrc_2015_nonferrous'
        and factors.parameter
        = if(facts.indicator_id = 'reductant_consumed', 'reductant_ef', 'carbonate_ef')
where facts.indicator_id in ('reductant_consumed', 'carbonate_consumed')
union all
select
    acid.plant_id,
    acid.period,
    'oxalic_acid:oxalic_acid',
    'CO2',
    cast(acid.value * 0.349 * purity.value / 100 as decimal(38, 6))
from hand.facts as acid
inner join hand.facts as purity
    on acid.plant_id = purity.plant_id and acid.period = purity.period and purity.indicator_id = 'oxalic_acid_purity'
where acid.indicator_id = 'oxalic_acid_consumed'
union all
select
    plant_id,
    period,
    'anode_consumption:primary_aluminium',
    'CO2',
    value * cast(0.42 * (1 - 0.02 - 0.004) * 44 / 12 as decimal(18, 12))
from hand.facts
where indicator_id = 'product_output' and material_id = 'primary_aluminium'
union all
select
    facts.plant_id,
    facts.period,
    'anode_effect:primary_aluminium',
    effects.gas,
    facts.value * cast(effects.kg_per_t / 1000 * effects.gwp as decimal(18, 12))
from hand.facts
cross join (values ('CF4', 0.034, 6500), ('C2F6', 0.0034, 9200)) as effects (gas, kg_per_t, gwp)
where facts.indicator_id = 'product_output' and facts.material_id = 'primary_aluminium'
union all
select
    facts.plant_id,
    facts.period,
    'purchased_electricity:' || coalesce(nullif(facts.counterparty_id, ''), 'grid'),
    'CO2',
    facts.value * cast(factors.value as decimal(18, 12))
from hand.facts
inner join reference.plants on facts.plant_id = plants.plant_id
inner join reference.provinces on plants.province_id = provinces.province_id
inner join reference.factors
    on
        factors.region_id = 'grid_' || provinces.grid_region
        and factors.parameter = 'grid_ef'
        and factors.series = 'regional 2012'
where facts.indicator_id in ('electricity_purchased_grid', 'electricity_received_internal')
union all
select
    facts.plant_id,
    facts.period,
    'purchased_heat:' || coalesce(nullif(facts.counterparty_id, ''), 'external'),
    'CO2',
    facts.value * cast(0.11 as decimal(18, 12))
from hand.facts
where facts.indicator_id in ('heat_purchased_external', 'heat_received_internal');
