{#
subject: a row of `fct_ghg_emissions` of the stream kinds, calculated with default factors
subject_zh: "以缺省因子计算的排放源的一行 `fct_ghg_emissions`"
parameters:
  stream_kinds: {type: stream kinds, required: true, is: "Kinds of source streams whose emission is activity times all factors of the row"}
  taken_off: {type: texts, default: [], is: "Parameters of factors that are shares taken off the whole, like ash"}
  tolerance_share: {type: number, required: true, is: "Largest difference as a share of the recomputed emission", zh: "最大差异，占重算排放量的比例"}
#}
{% import 'common.sql' as common %}
{% import 'measures.sql' as measures %}
with

mart_rows as (
    select *
    from marts.fct_ghg_emissions
    where
        stream_kind in {{ p.stream_kinds | listed }}
        and calculation = 'default'
),

accepted as (
    select
        fact_id,
        value
    from marts.fct_indicators
),

factors as (
    select
        factors.factor_id,
        factors.parameter,
        cast(factors.value as double)
        * cast(numerators.factor_to_canonical as double)
        / cast(denominators.factor_to_canonical as double) as value
    from reference.factors as factors
    inner join reference.factor_units as factor_units on factors.unit = factor_units.unit
    inner join reference.units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join reference.units as denominators on factor_units.denominator_unit_id = denominators.unit_id
),

constants as (
    select
        reference_id as factor_id,
        cast(numerator as double) / cast(denominator as double) as value
    from reference.constants
),

links as (
    select
        plant_id,
        period,
        stream_id,
        gas,
        unnest(string_split(factor_ids, ';')) as factor_id
    from mart_rows
),

chains as (
    select
        links.plant_id,
        links.period,
        links.stream_id,
        links.gas,
        count(*) = count(coalesce(constants.value, factors.value)) as is_complete,
        {% if p.taken_off %}
        product(coalesce(constants.value, factors.value)) filter (where factors.parameter not in {{ p.taken_off | listed }})
        * (1 - sum(factors.value) filter (where factors.parameter in {{ p.taken_off | listed }})) as chain
        {% else %}
        product(coalesce(constants.value, factors.value)) as chain
        {% endif %}
    from links
    left join factors on links.factor_id = factors.factor_id
    left join constants on links.factor_id = constants.factor_id
    group by links.plant_id, links.period, links.stream_id, links.gas
),

recomputed as (
    select
        mart_rows.plant_id,
        mart_rows.period,
        mart_rows.stream_id,
        mart_rows.gas,
        mart_rows.emissions_tco2e,
        case when chains.is_complete then accepted.value * chains.chain end as expected_tco2e
    from mart_rows
    left join accepted on mart_rows.fact_id = accepted.fact_id
    left join chains
        on
            mart_rows.plant_id = chains.plant_id
            and mart_rows.period = chains.period
            and mart_rows.stream_id = chains.stream_id
            and mart_rows.gas = chains.gas
),

judged as (
    select
        {{ measures.place('fct_ghg_emissions', ['plant_id', 'period', 'stream_id', 'gas']) }}
        {% for language, nothing in [('en', 'nothing, a fact or factor is missing'), ('zh', '无法复算，缺少数值或因子')] %}
        concat(
            'emissions_tco2e ',
            {{ common.number('emissions_tco2e') }},
            ' <> ',
            coalesce({{ common.number('expected_tco2e') }}, '{{ nothing }}')
        ) as found_{{ language }},
        coalesce({{ common.number('expected_tco2e') }}, '{{ nothing }}') || ' t CO2e' as expected_{{ language }},
        {% endfor %}
        coalesce(
            abs(emissions_tco2e - expected_tco2e)
            > greatest({{ p.tolerance_share }} * abs(expected_tco2e), 0.000001),
            true
        ) as is_broken
    from recomputed
)

{% if asked == 'subjects' %}
select * from judged
{% else %}
select * exclude (is_broken) from judged
where is_broken is not false
{% endif %}
