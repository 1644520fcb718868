with

contradictions as (select * from {{ ref('int_disclosure__contradictions') }}),

published_figures as (select * from {{ ref('published_figures') }}),

named as (
    select
        contradictions.contradiction_id,
        contradictions.figure_id,
        contradictions.kind,
        contradictions.verdict,
        published_figures.entity_source_text as entity_name_zh,
        published_figures.name_en as figure_name_en,
        published_figures.name_zh as figure_name_zh,
        published_figures.period as published_period,
        published_figures.printed_value,
        published_figures.unit_zh as printed_unit,
        published_figures.section,
        contradictions.title_en,
        contradictions.title_zh,
        contradictions.arithmetic_en,
        contradictions.arithmetic_zh,
        contradictions.likely_cause_en,
        contradictions.likely_cause_zh
    from contradictions
    inner join published_figures on contradictions.figure_id = published_figures.figure_id
)

select * from named
