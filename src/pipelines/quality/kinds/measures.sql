{# Sums over the marts, by keys. A measure is `{"mart", "sum" or "max", "where", "keys", "plants", "times"}`: `where` maps
   columns to a value, a list of values, or "*" for anything but null; `keys` names the columns of keys that are called
   otherwise in this mart. The key `year` is the year of `period`; `entity_id` is each entity to which the plant belongs,
   or all of the columns `plants` where there are several. #}

{% macro column(measure, key) -%}
{{ measure.get('keys', {}).get(key) or ('year(rows_of_mart.period)' if key == 'year' else 'rows_of_mart.' ~ key) }}
{%- endmacro %}

{% macro needs_members(measure, by) -%}
{{ 'yes' if 'entity_id' in by and 'entity_id' not in measure.get('keys', {}) else '' }}
{%- endmacro %}

{# Where the keys name entities: one row per entity, plant and span of time in which the plant belongs to the entity or
   to its parent. #}
{% macro members(by) -%}
{% if 'entity_id' in by %}
units as (
    select distinct
        entity_id as unit_id,
        parent_id
    from reference.entities
    where parent_id is not null
),

spans as (
    select
        plant_id,
        unit_id,
        valid_from as member_from,
        coalesce(
            lead(valid_from) over (partition by plant_id order by valid_from), date '9999-12-31'
        ) as member_until
    from reference.plants
),

members as (
    select
        units.unit_id as entity_id,
        spans.plant_id,
        spans.member_from,
        spans.member_until
    from spans
    inner join units on spans.unit_id = units.unit_id
    union all
    select
        units.parent_id as entity_id,
        spans.plant_id,
        spans.member_from,
        spans.member_until
    from spans
    inner join units on spans.unit_id = units.unit_id
),

-- What an entity discloses leaves out plants that are stated to be run by others.
run_by_others as (
    select
        plant_id,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from reference.shareholdings
    where not has_operational_control
),
{% endif %}
{%- endmacro %}

{% macro condition(name, wanted) -%}
{% if wanted == '*' -%}
rows_of_mart.{{ name }} is not null
{%- elif wanted is string or wanted is number or wanted is boolean -%}
rows_of_mart.{{ name }} = {{ wanted | literal }}
{%- elif wanted is none -%}
rows_of_mart.{{ name }} is null
{%- else -%}
rows_of_mart.{{ name }} in {{ wanted | listed }}
{%- endif %}
{%- endmacro %}

{# One row per combination of keys: the value of one measure. #}
{% macro measured(view, measure, by) -%}
{% set aggregate = 'sum' if 'sum' in measure else 'max' %}
select
    {% for key in by %}
    {% if key == 'entity_id' and needs_members(measure, by) %}
    {{ measure.get('plants', ['plant_id'])[0] }}_members.entity_id,
    {% else %}
    {{ column(measure, key) }} as {{ key }},
    {% endif %}
    {% endfor %}
    {{ aggregate }}(rows_of_mart.{{ measure[aggregate] }}) * {{ measure.get('times', 1) }} as value
from {{ measure.mart if '.' in measure.mart else 'marts.' ~ measure.mart }} as rows_of_mart
{% if needs_members(measure, by) %}
{% for plant in measure.get('plants', ['plant_id']) %}
inner join members as {{ plant }}_members
    on
        rows_of_mart.{{ plant }} = {{ plant }}_members.plant_id
        and last_day(rows_of_mart.period) >= {{ plant }}_members.member_from
        and last_day(rows_of_mart.period) < {{ plant }}_members.member_until
        {% if not loop.first %}
        and {{ plant }}_members.entity_id = {{ measure.plants[0] }}_members.entity_id
        {% endif %}
{% endfor %}
{% endif %}
{% if needs_members(measure, by) and 'boundary' not in by %}
{% for plant in measure.get('plants', ['plant_id']) %}
anti join run_by_others as {{ plant }}_run_by_others
    on
        rows_of_mart.{{ plant }} = {{ plant }}_run_by_others.plant_id
        and last_day(rows_of_mart.period)
        between {{ plant }}_run_by_others.valid_from and {{ plant }}_run_by_others.valid_to
{% endfor %}
{% endif %}
{% set conditions = measure.get('where', {}).items() | list %}
where
    rows_of_mart.{{ measure[aggregate] }} is not null
    {% for name, wanted in conditions %}
    and {{ condition(name, wanted) }}
    {% endfor %}
    {% if view.plant_id is not none and 'plant_id' in by %}
    and {{ column(measure, 'plant_id') }} = {{ view.plant_id | literal }}
    {% endif %}
group by all
{%- endmacro %}

{# One row per combination of keys: the sum of several measures, as `value`; only where all are there, when asked. #}
{% macro summed(view, measures, by, complete=false) -%}
select
    {% for key in by %}
    {{ key }},
    {% endfor %}
    sum(value) as value
from (
    {% for measure in measures %}
    {{ 'union all' if not loop.first }}
    {{ measured(view, measure, by) | indent(4) }}
    {% endfor %}
) as measures
group by all
{% if complete %}
having count(*) = {{ measures | length }}
{% endif %}
{%- endmacro %}

{# What measures are called in a finding. #}
{% macro named(measures) -%}
{% for measure in measures -%}
{{ ' + ' if not loop.first }}{{ measure.mart }}.{{ measure.get('sum') or measure.get('max') }}
{%- endfor %}
{%- endmacro %}

{# Where a finding about a combination of keys belongs: mart, row, and plant and period where the keys name them. #}
{% macro place(mart, by) -%}
{{ mart | literal }} as mart,
        concat_ws('|'{% for key in by %}, '{{ key }}=' || {{ key }}{% endfor %}) as row_key,
        concat_ws('|'{% for key in by %}, {{ key }}{% endfor %}) as finding_key,
        {% if 'plant_id' in by %}
        plant_id,
        {% endif %}
        {% if 'period' in by %}
        period,
        {% elif 'year' in by %}
        make_date(year, 1, 1) as period,
        {% endif %}
{%- endmacro %}
