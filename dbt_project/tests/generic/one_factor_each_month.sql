{# Fails with every plant, due month, formula of its method and symbol that finds no factor or several certain
   ones. Plants of an industry that no method of disclosure is for (those of foreign tables) need none. Factors by the
   material of the stream are judged by what plants report: int_streams__without_factor. #}
{% test one_factor_each_month(model) %}
    with

    industries_with_methods as (
        select distinct unnest(string_split(industry_ids, ';')) as industry_id
        from {{ ref('methods') }}
        where contains(purposes, 'disclosure')
    ),

    months as (
        select
            plant_id,
            cast(
                unnest(
                    generate_series(
                        reports_from, least(coalesce(reports_to, {{ as_of() }}), {{ as_of() }}), interval 1 month
                    )
                ) as date
            ) as period
        from {{ ref('plants') }}
        semi join industries_with_methods using (industry_id)
    ),

    due as (
        select
            months.plant_id,
            months.period,
            plants.province_id,
            plants.method_id,
            formulas.formula_id,
            symbols.symbol,
            symbols.is_regional
        from months
        left join {{ ref('int_plants__methods') }} as plants
            on months.plant_id = plants.plant_id
            and months.period between plants.valid_from and plants.valid_to
        left join {{ ref('int_methods__formulas') }} as formulas
            on plants.method_id = formulas.method_id
            and formulas.variant_id = ''
            and contains(formulas.purposes, 'disclosure')
            and months.period between formulas.valid_from and formulas.valid_to
        left join {{ ref('formula_symbols') }} as symbols
            on formulas.formula_id = symbols.formula_id
        where plants.plant_id is null or (symbols.origin = 'factor' and symbols.material is distinct from 'stream')
    )

    select
        due.plant_id,
        due.period,
        due.formula_id,
        due.symbol,
        count(factors.method_id) as factors_found
    from due
    left join {{ model }} as factors
        on due.method_id = factors.method_id
        and due.formula_id = factors.formula_id
        and factors.variant_id = ''
        and due.symbol = factors.symbol
        and factors.province_id = case when due.is_regional then due.province_id else '*' end
        and due.period = factors.month
        and (factors.candidate = 1 or not factors.is_uncertain)
    group by due.plant_id, due.period, due.formula_id, due.symbol
    having count(factors.method_id) <> 1
    union all
    select
        '*' as plant_id,
        month as period,
        formula_id,
        symbol,
        candidates as factors_found
    from {{ model }}
    where candidate > 1 and not is_uncertain
{% endtest %}
