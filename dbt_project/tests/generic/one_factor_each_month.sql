{# Fails with every plant, due month, source stream of its method and gas that finds no factor or several. Streams whose
   material is reported (fuels, carbonates) are judged by what plants report: int_streams__without_factor. #}
{% test one_factor_each_month(model) %}
    with

    months as (
        select
            plant_id,
            unnest(generate_series(reports_from, coalesce(reports_to, {{ as_of() }}), interval 1 month)) as period
        from {{ ref('plants') }}
    ),

    due as (
        select
            months.plant_id,
            months.period,
            streams.stream_kind,
            streams.gas,
            plants.method_id,
            streams.material_id,
            case when source_streams.is_regional then plants.province_id else '*' end as province_id
        from months
        left join {{ ref('int_plants__methods') }} as plants
            on months.plant_id = plants.plant_id
            and months.period between plants.valid_from and plants.valid_to
        left join {{ ref('int_methods__source_streams') }} as streams
            on plants.method_id = streams.method_id
            and months.period between streams.valid_from and streams.valid_to
        left join {{ ref('source_streams') }} as source_streams on streams.stream_kind = source_streams.stream_kind
        where source_streams.stream_kind is null or source_streams.material_id is not null
    )

    select
        due.plant_id,
        due.period,
        due.stream_kind,
        due.gas,
        count(factors.method_id) as factors_found
    from due
    left join {{ model }} as factors
        on due.method_id = factors.method_id
        and due.stream_kind = factors.stream_kind
        and due.material_id = factors.material_id
        and due.province_id = factors.province_id
        and due.gas = factors.gas
        and due.period between factors.valid_from and factors.valid_to
    group by due.plant_id, due.period, due.stream_kind, due.gas
    having count(factors.method_id) <> 1
{% endtest %}
