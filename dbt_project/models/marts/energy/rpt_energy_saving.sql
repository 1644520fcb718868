with

savings as (select * from {{ ref('int_energy__savings') }}),

units as (select * from {{ ref('units') }}),

final as (
    select
        savings.entity_id,
        savings.year,
        savings.base_year,
        savings.year = savings.base_year + 1 as is_year_on_year,
        savings.energy_tce,
        savings.output_value as output_value_cny,
        {{ per_money('savings.energy_tce', 'savings.output_value', 'output_units') }} as energy_intensity,
        savings.base_energy_tce,
        savings.base_output_value as base_output_value_cny,
        {{ per_money('savings.base_energy_tce', 'savings.base_output_value', 'output_units') }}
            as base_energy_intensity,
        output_units.unit_id as output_unit,
        savings.is_base_stated,
        savings.intensity_change_pct,
        savings.energy_saved_tce,
        {{ percent_rounded_down('savings.inputs_in', 'savings.inputs_due') }} as coverage_pct,
        case when savings.inputs_in = savings.inputs_due then 'complete' else 'incomplete' end as status
    from savings
    inner join units as output_units on output_units.unit_id = '10^4 CNY'
)

select * from final
