with

published_figures as (select * from {{ ref('published_figures') }}),

contradictions as (select * from {{ ref('int_disclosure__contradictions') }}),

contradictions_by_figure as (
    select
        figure_id,
        string_agg(contradiction_id, ',' order by contradiction_id) as contradiction_id,
        string_agg(title_en, '; ' order by contradiction_id) as contradiction_title_en,
        string_agg(title_zh, '；' order by contradiction_id) as contradiction_title_zh
    from contradictions
    where verdict in ('impossible', 'contradicts')
    group by figure_id
),

recalculated as (
    select
        figure_id,
        entity_id,
        disclosure_indicator_id,
        cast(period as integer) as year,
        cast(printed_value as decimal(38, 6)) as published_value,
        unit_id as published_unit,
        case when printed_value is not null then length(split_part(printed_value, '.', 2)) end as printed_decimals
    from published_figures
    where disclosure_indicator_id is not null
)

select
    recalculated.figure_id,
    recalculated.entity_id,
    recalculated.disclosure_indicator_id,
    recalculated.year,
    recalculated.published_value,
    recalculated.published_unit,
    recalculated.printed_decimals,
    cast('1e' || recalculated.printed_decimals as decimal(7, 0)) as printed_scale,
    contradictions_by_figure.contradiction_id,
    contradictions_by_figure.contradiction_title_en,
    contradictions_by_figure.contradiction_title_zh
from recalculated
left join contradictions_by_figure on recalculated.figure_id = contradictions_by_figure.figure_id
