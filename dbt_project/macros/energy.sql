{# An amount in a canonical unit per t of output, in the smaller unit that the alias of `units` names. #}
{% macro per_tonne(amount, unit, output_t) -%}
    {{ micro_rounded(
        'cast(' ~ amount ~ ' as double) / cast(' ~ unit ~ '.factor_to_canonical as double)'
        ~ ' / cast(' ~ output_t ~ ' as double)'
    ) }}
{%- endmacro %}

{# The grade of a consumption per t by the norm joined as `norm`; `none` where `norm.gap` says why. What a plant uses
   for several products is more than one of them takes: it proves that a level is kept, never that one is missed. #}
{% macro energy_grade(consumption, norm) -%}
    case
        when {{ consumption }} is null or coalesce({{ norm }}.gap <> 'shared_energy', false) then 'none'
        when {{ consumption }} <= {{ norm }}.level_1 then 'advanced'
        when {{ consumption }} <= {{ norm }}.level_2 then 'access'
        when {{ consumption }} <= {{ norm }}.level_3 then 'limit'
        when {{ norm }}.gap is not null then 'none'
        else 'over_limit'
    end
{%- endmacro %}

{# Energy in tce per unit of money that the alias of `units` names. #}
{% macro per_money(energy_tce, output_value, unit) -%}
    {{ micro_rounded(
        'cast(' ~ energy_tce ~ ' as double) * cast(' ~ unit ~ '.factor_to_canonical as double)'
        ~ ' / nullif(cast(' ~ output_value ~ ' as double), 0)'
    ) }}
{%- endmacro %}

{# The levels of a norm joined as `measure`, with the grade of what `relation` uses per t and why there is none. #}
{% macro graded(relation, measure) -%}
    {%- set prefix = '' if measure == 'energy' else measure ~ '_' -%}
    {%- set consumption = relation ~ '.' ~ ('energy_kgce_per_t' if measure == 'energy' else 'power_kwh_per_t') -%}
    cast({{ measure }}.level_3 as decimal(18, 6)) as {{ prefix }}benchmark_limit,
    cast({{ measure }}.level_2 as decimal(18, 6)) as {{ prefix }}benchmark_access,
    cast({{ measure }}.level_1 as decimal(18, 6)) as {{ prefix }}benchmark_advanced,
    {{ energy_grade(consumption, measure) }} as {{ prefix }}grade,
    case when {{ consumption }} is null then 'no_energy' else {{ measure }}.gap end as {{ prefix }}grade_reason
{%- endmacro %}

{# The condition under which a norm judges a row of `relation`. #}
{% macro norm_of(relation, norm, span) -%}
    {{ relation }}.plant_id = {{ norm }}.plant_id
    and {{ relation }}.{{ span }} = {{ norm }}.{{ span }}
    and {{ relation }}.product = {{ norm }}.product
{%- endmacro %}

{# The place of a plant among those of the group that make the same product in the same span; 1 uses the least. #}
{% macro ranked(relation, span) -%}
    {%- set peers = relation ~ '.product, ' ~ relation ~ '.' ~ span -%}
    {%- set consumption = relation ~ '.energy_kgce_per_t' -%}
    case
        when {{ consumption }} is not null
            then cast(rank() over (partition by {{ peers }} order by {{ consumption }} nulls last) as integer)
    end as peer_rank,
    cast(count({{ consumption }}) over (partition by {{ peers }}) as integer) as peer_count,
    {{ micro_rounded('median(cast(' ~ consumption ~ ' as double)) over (partition by ' ~ peers ~ ')') }}
        as peer_median_kgce_per_t
{%- endmacro %}
