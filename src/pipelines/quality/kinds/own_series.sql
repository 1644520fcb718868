{# What a value is held against: the plant's other values of the same indicator, material and counterparty.

   The median leaves the judged period out, so that a wrong value never bends what it is held against. In a sorted list
   without one value, the place k holds what stood there before when that is smaller than the value, else its neighbour.
   A submission of the history is its own period's value; another one replaces it, so the history's is left out for it.
#}

{% set keys = ['plant_id', 'indicator_id', 'material_id', 'counterparty_id'] %}

{% macro other(place) -%}
if(
            own_value is null or sorted_values[{{ place }}] < own_value,
            sorted_values[{{ place }}],
            sorted_values[{{ place }} + 1]
        )
{%- endmacro %}

{# From `facts` (one row per submission and key, with `value` above zero and `is_history`): the same rows with the
   `median` of the other periods, where there are at least so many. #}
{% macro medians(least_others) -%}
series as (
    select
        {{ keys | join(', ') }},
        list(value order by value) as sorted_values
    from facts
    where is_history
    group by {{ keys | join(', ') }}
),

own_values as (
    select
        *,
        value as own_value
    from facts
    where is_history
    union all
    select
        replaced.*,
        own.value as own_value
    from (select * from facts where not is_history) as replaced
    left join (select {{ keys | join(', ') }}, period, value from facts where is_history) as own
        using ({{ keys | join(', ') }}, period)
),

beside_others as (
    select
        own_values.*,
        series.sorted_values,
        len(series.sorted_values) - if(own_values.own_value is null, 0, 1) as others
    from own_values
    inner join series using ({{ keys | join(', ') }})
),

medians as (
    select
        * exclude (sorted_values),
        ({{ other('(others + 1) // 2') }} + {{ other('others // 2 + 1') }}) / 2 as median,
        greatest(value / median, median / value) as times
    from beside_others
    where others >= {{ least_others }}
)
{%- endmacro %}

{# From `medians`: one row per key, with the median distance of the plant's values from them, in logarithms. #}
{% macro spreads() -%}
spreads as (
    select
        {{ keys | join(', ') }},
        median(ln(times)) as spread
    from medians
    where is_history
    group by {{ keys | join(', ') }}
)
{%- endmacro %}
