with

gaps as (select * from {{ ref('int_base_years__gaps') }}),

method_sets as (
    select distinct
        purpose,
        method_set
    from {{ ref('int_methods__sets') }}
),

wordings as (select * from {{ ref('inventory_gaps') }}),

listed as (
    select
        gaps.entity_id,
        gaps.purpose,
        gaps.scope2_basis,
        gaps.boundary,
        method_sets.method_set,
        gaps.year,
        gaps.gap,
        list(gaps.place order by gaps.place) as places
    from gaps
    inner join method_sets
        on
            gaps.purpose = method_sets.purpose
            and coalesce(gaps.method_set, method_sets.method_set) = method_sets.method_set
    group by all
),

reasons as (
    select
        listed.entity_id,
        listed.purpose,
        listed.scope2_basis,
        listed.boundary,
        listed.method_set,
        listed.year,
        bool_or(wordings.is_blocking) as is_undecided,
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
