{# Fails with every row of the bridge that names no source, several, or a row of a mart that has no row there itself. #}
{% test no_loose_ends(model) %}
    with

    links as (select * from {{ model }}),

    explained as (
        select distinct
            mart,
            row_key
        from links
    ),

    explained_marts as (
        select distinct mart from explained
    ),

    without_one_source as (
        select * from links
        where
            cast(fact_id is not null as integer)
            + cast(factor_id is not null as integer)
            + cast(source_mart is not null as integer) <> 1
            or (source_mart is null) <> (source_row_key is null)
    ),

    without_row as (
        select links.*
        from links
        semi join explained_marts on links.source_mart = explained_marts.mart
        anti join explained on links.source_mart = explained.mart and links.source_row_key = explained.row_key
    )

    select * from without_one_source
    union all
    select * from without_row
{% endtest %}
