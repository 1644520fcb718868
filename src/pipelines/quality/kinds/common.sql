{# Pieces that several kinds share: how numbers and indicators are written, and sums of terms. #}

{# A number as people write it: thousands separated, no zeros at the end. #}
{% macro number(expression) -%}
format('{:,.15g}', cast({{ expression }} as double))
{%- endmacro %}

{# A quotient, to four digits, and whole where it has more before the point. #}
{% macro quotient(expression) -%}
if(abs({{ expression }}) < 1e4, format('{:.4g}', cast({{ expression }} as double)), format('{:,.0f}', cast({{ expression }} as double)))
{%- endmacro %}

{# The English name of an indicator inside a sentence: "Total water use" becomes "total water use", "SO2" stays. #}
{% macro within_sentence(name) -%}
if(regexp_matches({{ name }}, '^[A-Z][a-z]'), lower({{ name }}[1]) || {{ name }}[2:], {{ name }})
{%- endmacro %}

{# Words for a material behind a name; nothing where there is no material. #}
{% macro of_material(name) -%}
coalesce(' (' || {{ name }} || ')', '')
{%- endmacro %}

{# What is expected of a value between two bounds, either of which may be missing, in one language. #}
{% macro between(minimum, maximum, unit, language) -%}
{% set least, most, to = ('at least ', 'at most ', ' to ') if language == 'en' else ('不小于 ', '不大于 ', ' 至 ') -%}
{% if minimum is none %}
{{ (most ~ maximum ~ ' ' ~ unit) | literal }}
{%- elif maximum is none %}
{{ (least ~ minimum ~ ' ' ~ unit) | literal }}
{%- else %}
{{ (minimum ~ to ~ maximum ~ ' ' ~ unit) | literal }}
{%- endif %}
{%- endmacro %}

{% macro is_outside(expression, minimum, maximum) -%}
not (
            {{ expression }} >= {{ minimum if minimum is not none else expression }}
            and {{ expression }} <= {{ maximum if maximum is not none else expression }}
        )
{%- endmacro %}

{% macro month_before(period) -%}
cast({{ period }} - interval 1 month as date)
{%- endmacro %}

{% macro hours_of_month(period) -%}
date_diff('hour', cast({{ period }} as timestamp), {{ period }} + interval 1 month)
{%- endmacro %}

{# Whether a fact is one of a term. #}
{% macro is_term(term) -%}
indicator_id = {{ term.indicator_id | literal }}
{%- if term.material_id %} and material_id = {{ term.material_id | literal }}{% endif %}
{%- endmacro %}

{% macro reported_facts(view, p) -%}
facts as (
    select
        submission_id,
        {{ p.by ~ '_id' if p.by else "''" }} as key_id,
        indicator_id,
        material_id,
        value,
        half_unit,
        unit,
        cell_id
    from staging.stg_facts
    {{ view.where(
        indicators=(p.left | terms + p.right | terms) | map(attribute='indicator_id') | list,
        industries=p.industries
    ) }}
)
{%- endmacro %}

{# One row per submission and key of which a term is there and could not be read: its own finding says so, and its sums
   cannot be judged. A material that is not known may be any. #}
{% macro undecided(p) -%}
unread as (
    select
        submission_id,
        {{ 'material_id' if p.by == 'material' else 'cast(null as varchar)' }} as key_id
    from staging.stg_unread_values
    where
        {% for term in p.left | terms + p.right | terms %}
        {{ 'or ' if not loop.first }}(
            indicator_id = {{ term.indicator_id | literal }}
            {%- if term.material_id %} and coalesce(material_id, {{ term.material_id | literal }}) = {{ term.material_id | literal }}{% endif %}
        )
        {% endfor %}
),

undecided as (
    select * from unread
    where key_id is not null
    union
    select
        facts.submission_id,
        facts.key_id
    from facts
    inner join unread on facts.submission_id = unread.submission_id
    where unread.key_id is null
)
{%- endmacro %}

{# One row per submission and key (material or counterparty, or none at all): the sums of the terms on the left and
   on the right, each with the half units of its values. A submission is there only when it reports every term that is
   not optional, and at least one term on each side. #}
{% macro sides(view, p) -%}
{{ reported_facts(view, p) }},

{{ undecided(p) }},

sides as (
    select
        submission_id,
        key_id,
        {% for side, side_terms in [('left', p.left | terms), ('right', p.right | terms)] %}
        {% for column in ['value', 'half_unit'] %}
        sum({{ column }}) filter (
            where {% for term in side_terms %}{{ ' or ' if not loop.first }}({{ is_term(term) }}){% endfor %}
        
        ) as {{ side }}_{{ column }},
        {% endfor %}
        {% endfor %}
        left_half_unit + right_half_unit as half_units
    from facts
    anti join undecided using (submission_id, key_id)
    group by submission_id, key_id
    having
        {% for term in p.left | terms + p.right | terms if term.text not in p.optional %}
        count(*) filter (where {{ is_term(term) }}) > 0
        and {% endfor %}
left_value is not null
        and right_value is not null
)
{%- endmacro %}

{# For the broken rows of `judged`: the words and cells of their terms, as `worded`. The first cell is the one to look at
   first: in order of the terms or, where two sides should be equal (`is_equation`), the value that a slip of the decimal
   point would explain, else what is calculated from the others: the only term of a side, the closing stock, what was
   used. #}
{% macro words(p, is_equation=false) -%}
{% set first_right = (p.left | length) + 1 -%}
{% set sole = 1 if p.left | length == 1 else first_right if p.right | length == 1 else 0 -%}
broken as (select * from judged where is_broken is not false),

terms as (
    select *
    from (values
        {% for term in p.left | terms + p.right | terms %}
        (
            {{ loop.index }},
            {{ ('left' if loop.index <= p.left | length else 'right') | literal }},
            {{ term.indicator_id | literal }},
            {{ term.material_id | literal }}
        ){{ ',' if not loop.last }}
        {% endfor %}
    ) as listed (position, side, indicator_id, material_id)
),

term_values as (
    select
        facts.submission_id,
        facts.key_id,
        terms.position,
        terms.side,
        terms.indicator_id,
        terms.material_id,
        any_value(facts.unit) as unit,
        sum(facts.value) as value,
        list(facts.cell_id order by facts.cell_id) as cell_ids
    from facts
    semi join broken
        on facts.submission_id = broken.submission_id and facts.key_id = broken.key_id
    inner join terms
        on
            facts.indicator_id = terms.indicator_id
            and (terms.material_id is null or facts.material_id = terms.material_id)
    group by all
),

{% if is_equation %}
-- What each value would have to be, alone, for both sides to be equal, as a multiple of what it is.
multiples as (
    select
        term_values.*,
        broken.half_units,
        1 + if(term_values.side = 'left', 1, -1)
        * cast(broken.right_value - broken.left_value as double) / cast(term_values.value as double) as multiple
    from term_values
    inner join broken on term_values.submission_id = broken.submission_id and term_values.key_id = broken.key_id
    where term_values.value <> 0
),

slips as (
    select
        *,
        pow(10, round(log10(multiple))) as slip
    from multiples
    where multiple > 0
),

slipped as (
    select * from slips
    where slip <> 1 and abs(multiple - slip) * abs(cast(value as double)) <= half_units
),
{% endif %}

named_values as (
    select
        term_values.*,
        {% if is_equation %}
        case
            when slipped.position is not null then 1
            when term_values.position = {{ sole }} or indicators.flow = 'closing_stock' then 2
            when term_values.position = {{ first_right }} then 3
            else 4
        end as look_rank,
        {% else %}
        1 as look_rank,
        {% endif %}
        {{ number('term_values.value') }} || ' ' || term_values.unit as amount,
        {{ within_sentence('indicators.name_en') }} || {{ of_material('materials.name_en') }} as name_en,
        indicators.name_zh || {{ of_material('materials.name_zh') }} as name_zh
    from term_values
    inner join reference.indicators as indicators on term_values.indicator_id = indicators.indicator_id
    left join reference.materials as materials on term_values.material_id = materials.material_id
    {% if is_equation %}
    left join slipped
        on
            term_values.submission_id = slipped.submission_id
            and term_values.key_id = slipped.key_id
            and term_values.position = slipped.position
    {% endif %}
),

words as (
    select
        submission_id,
        key_id,
        {% for language in ['en', 'zh'] %}
        {% for side in ['left', 'right'] %}
        string_agg(name_{{ language }} || ' ' || amount, ' + ' order by position)
            filter (where side = '{{ side }}') as {{ side }}_{{ language }},
        {% endfor %}
        {% endfor %}
        any_value(unit) filter (where side = 'left') as unit,
        flatten(list(cell_ids order by look_rank, position)) as cell_ids
    from named_values
    group by submission_id, key_id
),

worded as (
    select
        broken.*,
        words.* exclude (submission_id, key_id),
        {{ of_material('materials.name_en') }} as key_en,
        {{ of_material('materials.name_zh') }} as key_zh
    from broken
    inner join words on broken.submission_id = words.submission_id and broken.key_id = words.key_id
    left join reference.materials as materials on broken.key_id = materials.material_id
)
{%- endmacro %}
