{# Whether a period lies in a span of int_plants__by_entity or int_plants__disclosed: it belongs to the span in which it
   ends (a month unless `period_end` says otherwise); a plant that leaves in the middle of a period keeps that period. #}
{% macro is_member(members, period, period_end=none) -%}
    {% set ends_on = period_end or "last_day(" ~ period ~ ")" -%}
    {{ ends_on }} >= {{ members }}.member_from
            and ({{ ends_on }} < {{ members }}.member_until or {{ members }}.member_until is null)
            and ({{ period }} <= {{ members }}.member_to or {{ members }}.member_to is null)
{%- endmacro %}

{# A list of names as text: the first few in their order, and how many more there are. #}
{% macro first_names(names, more) -%}
    concat(
        array_to_string(list_slice({{ names }}, 1, 5), ', '),
        case when len({{ names }}) > 5 then concat(' {{ more }} ', len({{ names }}) - 5) end
    )
{%- endmacro %}

{# What became of the base year, in words. #}
{% macro base_reason(language) -%}
    {% set words = {
        'en': ['not decided: ', 'recalculated: the change is above the threshold of ', 'stated base kept: the change is within the threshold of ', '; '],
        'zh': ['未决定：', '已重算：变化超过阈值 ', '沿用公布基准：变化未超过阈值 ', '；'],
    }[language] %}
    case
        when bases.base_year is null then null
        when bases.is_recalculated is null then concat('{{ words[0] }}', bases.reason_{{ language }})
        else
            concat(
                case when bases.is_recalculated then '{{ words[1] }}' else '{{ words[2] }}' end,
                cast(bases.threshold_pct as double), ' %',
                '{{ words[3] }}' || bases.reason_{{ language }}
            )
    end
{%- endmacro %}

{# Whether rows of two relations belong to the same inventory: entity, year, purpose, method set, basis and boundary. #}
{% macro of_one_inventory(one, other) -%}
    {%- for column in ['entity_id', 'year', 'purpose', 'method_set', 'scope2_basis', 'boundary'] -%}
        {{ one }}.{{ column }} = {{ other }}.{{ column }} {{- ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
