{# The inputs of one kind of source stream: a row per calculation (and one more, `is_form`, where the official form
   rounds on the way) with one column per symbol, null where the formula of the row has no such symbol. #}
{% macro stream_inputs(stream_kind, symbols) -%}
    select
        inputs.calculation_number,
        inputs.formula_id,
        inputs.is_form,
        any_value(roundings.decimals) as decimals,
        {{ symbol_columns(symbols) }}
    from (
        select
            calculation_number,
            formula_id,
            rounding_id,
            symbol,
            value,
            false as is_form
        from {{ ref('int_source_streams__inputs') }}
        where stream_kind = '{{ stream_kind }}'
        union all
        select
            calculation_number,
            formula_id,
            rounding_id,
            symbol,
            form_value as value,
            true as is_form
        from {{ ref('int_source_streams__inputs') }}
        where stream_kind = '{{ stream_kind }}' and form_value is not null
    ) as inputs
    left join (
        select
            rounding_id,
            map_from_entries(list({'key': element, 'value': decimals})) as decimals
        from {{ ref('roundings') }}
        group by rounding_id
    ) as roundings on inputs.rounding_id = roundings.rounding_id
    group by inputs.calculation_number, inputs.formula_id, inputs.is_form
{%- endmacro %}

{# A column per symbol, named after it in lower case. #}
{% macro symbol_columns(symbols) -%}
    {%- for symbol in symbols -%}
        max(inputs.value) filter (where inputs.symbol = '{{ symbol }}') as {{ symbol | lower }} {{- ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{# What the result would gain, in t of gas, if an input grew by all of itself, linearised: x * dE/dx by symbol. A symbol
   that is not named is a plain factor of a product: it gains the result. #}
{% macro sensitivities(expressions={}) -%}
    cast([
    {%- for symbol, expression in expressions.items() %}
        { 'symbol': '{{ symbol }}', 'gas_mass': {{ expression }} }{{ ',' if not loop.last }}
    {%- endfor %}
    ] as struct (symbol varchar, gas_mass double) [])
{%- endmacro %}

{# A number rounded half up to so many decimals. #}
{% macro half_up(expression, decimals) -%}
    floor(({{ expression }}) * pow(10, {{ decimals }}) + 0.5) / pow(10, {{ decimals }})
{%- endmacro %}

{# An intermediate value, rounded as the official form does where the row is a form's. #}
{% macro form_rounded(expression, element) -%}
    case
        when is_form and decimals['{{ element }}'] is not null
            then {{ half_up(expression, "decimals['" ~ element ~ "']") }}
        else {{ expression }}
    end
{%- endmacro %}

{# The relative step over which the enthalpy of steam is linearised: no guideline gives its derivatives. #}
{% macro steam_step() -%} 0.0001 {%- endmacro %}

{# The results of all kinds of source streams, one model each. #}
{% macro emissions_of(stream_kinds) -%}
    {%- for kind in stream_kinds -%}
        select * from {{ ref('int_emissions__' ~ kind) }} {{- ' union all by name ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
