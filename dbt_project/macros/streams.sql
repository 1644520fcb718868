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

{# A number rounded to so many decimals, halves away from zero as forms do. A half is a half by the fifteen digits that
   a DOUBLE holds: 21.005 is stored a little below itself. #}
{% macro half_up(expression, decimals) -%}
    sign({{ expression }})
    * floor(abs({{ expression }}) * pow(10, {{ decimals }}) * (1 + 1e-14) + 0.5) / pow(10, {{ decimals }})
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

{# The inputs of a stream of steam with its `heat` in GJ/t by the guide's own rule, from its enthalpy or its state, and
   what that gains with pressure and temperature, linearised. The guides subtract the heat of water at 20 °C; GB/T 32151.34
   takes the whole. #}
{% macro steam_inputs(stream_kind) -%}
    {%- set more = '(1 + ' ~ steam_step() ~ ')' -%}
    {%- set less = '(1 - ' ~ steam_step() ~ ')' -%}
    {%- set span = '(2 * ' ~ steam_step() ~ ')' -%}
    select
        *,
        case
            when contains(formula_id, 'enthalpy') then h
            when contains(formula_id, 'saturated') then saturated_steam_enthalpy(p)
            else steam_enthalpy(p, t)
        end
        - case when ends_with(formula_id, '_whole') then 0 else h0 end as heat,
        case
            when contains(formula_id, 'saturated')
                then (saturated_steam_enthalpy(p * {{ more }}) - saturated_steam_enthalpy(p * {{ less }})) / {{ span }}
            else (steam_enthalpy(p * {{ more }}, t) - steam_enthalpy(p * {{ less }}, t)) / {{ span }}
        end as gain_with_pressure,
        (steam_enthalpy(p, t * {{ more }}) - steam_enthalpy(p, t * {{ less }})) / {{ span }} as gain_with_temperature
    from ({{ stream_inputs(stream_kind, ['SM', 'H', 'P', 'T', 'H0', 'EF']) }}) as inputs
{%- endmacro %}

{# The results of all kinds of source streams, one model each. #}
{% macro emissions_of(stream_kinds) -%}
    {%- for kind in stream_kinds -%}
        select * from {{ ref('int_emissions__' ~ kind) }} {{- ' union all by name ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
