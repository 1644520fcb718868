{# Fails with every row of the marts named that no row of the bridge explains. #}
{# `marts`: for each its name, its key and, where not every row is meant, the condition `where`. #}
{% test has_lineage(model, marts) %}
    with

    mart_rows as (
        {% for mart in marts %}
        select
            '{{ mart.name }}' as mart,
            {{ row_key(mart.key) }} as row_key
        from {{ ref(mart.name) }}
        where {{ mart.where or 'true' }}
        {{ '' if loop.last else 'union all' }}
        {% endfor %}
    )

    select
        mart_rows.mart,
        mart_rows.row_key
    from mart_rows
    anti join {{ model }} as bridge on mart_rows.mart = bridge.mart and mart_rows.row_key = bridge.row_key
{% endtest %}
