{# Fails with every row of the marts named that no row of the bridge explains. `marts`: mart, its key, and which rows are meant. #}
{% test has_lineage(model, marts) %}
    {%- for mart in marts %}
    select
        '{{ mart.name }}' as mart,
        keyed.row_key
    from (
        select {{ row_key(mart.key) }} as row_key
        from {{ ref(mart.name) }}
        where {{ mart.where | default('true') }}
    ) as keyed
    left join {{ model }} as bridge on bridge.mart = '{{ mart.name }}' and keyed.row_key = bridge.row_key
    where bridge.row_key is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{% endtest %}
