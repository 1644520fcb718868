with

gaps as (select * from {{ ref('int_inventory__gaps') }}),

wordings as (select * from {{ ref('inventory_gaps') }}),

listed as (
    select
        entity_id,
        year,
        purpose,
        method_set,
        scope2_basis,
        boundary,
        gap,
        list(concat(place, ' (' || months || ')') order by place) as places
    from gaps
    group by all
),

reasons as (
    select
        listed.entity_id,
        listed.year,
        listed.purpose,
        listed.method_set,
        listed.scope2_basis,
        listed.boundary,
        string_agg(
            concat(wordings.wording_en, ' ', {{ first_names('listed.places', 'and further') }}),
            '; ' order by listed.gap
        ) as reason_en,
        string_agg(
            concat(wordings.wording_zh, {{ first_names('listed.places', '等，另有') }}),
            '；' order by listed.gap
        ) as reason_zh
    from listed
    inner join wordings on listed.gap = wordings.gap
    group by all
)

select * from reasons
