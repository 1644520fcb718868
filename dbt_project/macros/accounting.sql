{# The rule for numbers (docs/decisions.md) in one place. DOUBLE becomes DECIMAL only by `floor(x * 10^n + 0.5)`:
   a cast with scale and `round` differ between engines. #}

{# A product of several reported values, or a ratio: whole micro-units of a DOUBLE, as DECIMAL(38,6). #}
{% macro micro_rounded(expression) -%}
    cast(cast(floor(({{ expression }}) * 1e6 + 0.5) as decimal(32, 0)) * 0.000001 as decimal(38, 6))
{%- endmacro %}

{# A chain of factors, folded once, as DECIMAL(18,12); times a reported value of DECIMAL(19,6) it never overflows. #}
{% macro folded(expression) -%}
    cast(cast(floor(({{ expression }}) * 1e12 + 0.5) as decimal(26, 0)) * 0.000000000001 as decimal(18, 12))
{%- endmacro %}

{# Carbon as received in t C/t, from percentages: C_ad x (100 - M_ar) / (100 - M_ad) (MEE power guide; GB/T 476). #}
{% macro carbon_as_received(carbon_air_dried, moisture_received, moisture_air_dried) -%}
    (cast({{ carbon_air_dried }} as double) / 100
    * (100 - cast({{ moisture_received }} as double))
    / (100 - cast({{ moisture_air_dried }} as double)))
{%- endmacro %}

{# First and last day of a span without beginning or end. #}
{% macro open_start() -%} date '0001-01-01' {%- endmacro %}
{% macro open_end() -%} date '9999-12-31' {%- endmacro %}

{# A mass of gas in t, down to small amounts of strong gases: a DOUBLE as DECIMAL(38,12). #}
{% macro pico_rounded(expression) -%}
    cast(cast(floor(({{ expression }}) * 1e12 + 0.5) as decimal(26, 0)) * 0.000000000001 as decimal(38, 12))
{%- endmacro %}

{# The root of the sum of squares of masses in t, equal from run to run: squares are summed as whole numbers. #}
{% macro root_of_squares(expression) -%}
    {{ micro_rounded("sqrt(cast(sum(cast(floor(pow(cast(" ~ expression ~ " as double), 2) * 1e12 + 0.5)"
    ~ " as decimal(38, 0))) as double) / 1e12)") }}
{%- endmacro %}

{# A part in percent of a whole, divided last; null where the whole is 0. #}
{% macro percent(part, whole) -%}
    {{ micro_rounded("100 * cast(" ~ part ~ " as double) / nullif(cast(" ~ whole ~ " as double), 0)") }}
{%- endmacro %}

{# The fact or the series of facts whose error is one: the months of one instrument share theirs. #}
{% macro contributor_of(facts, of_facts) -%}
    concat_ws(
            ' ',
            {{ facts }}.plant_id,
            {{ facts }}.indicator_id,
            nullif({{ facts }}.material_id, ''),
            nullif({{ facts }}.counterparty_id, ''),
            case when {{ of_facts }}.correlation = 'series' then null else strftime({{ facts }}.period, '%Y-%m') end
        )
{%- endmacro %}
