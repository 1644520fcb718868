-- Checksum: ee557d21093350b8c9ef0a08ecbeb9313c6e27796faf605b08a5eae7ba14d065
-- Made by `make staging-sql`; do not edit.
create schema factors;

create schema staging;

create table factors.int_formulas__symbols as
with

formulas as (select * from "build"."reference"."formulas"),

symbols as (
    select
        *,
        trim(unnest(string_split(unit, ';'))) as formula_unit,
        contains(unit, ';') as goes_by_material_unit
    from "build"."reference"."formula_symbols"
),

factor_units as (select * from "build"."reference"."factor_units"),

units as (select * from "build"."reference"."units"),

-- A unit that is a quotient stands among the units of factors, a plain one among the units of reported values.
joined as (
    select
        symbols.formula_id,
        symbols.symbol,
        symbols.origin,
        symbols.indicator_ids,
        symbols.factor_parameter,
        symbols.constant_id,
        symbols.material,
        symbols.is_regional,
        symbols.is_key,
        symbols.goes_by_material_unit,
        symbols.name_en,
        symbols.name_zh,
        formulas.stream_kind,
        formulas.gas,
        formulas.scope2_basis,
        symbols.formula_unit as unit,
        plain_units.canonical_unit,
        cast(plain_units.factor_to_canonical as double) as factor_to_canonical,
        numerators.canonical_unit as numerator_unit,
        denominators.canonical_unit as per_unit,
        cast(numerators.factor_to_canonical as double)
        / cast(denominators.factor_to_canonical as double) as quotient_to_canonical
    from symbols
    inner join formulas on symbols.formula_id = formulas.formula_id
    left join units as plain_units on symbols.formula_unit = plain_units.unit_id
    left join factor_units on symbols.formula_unit = factor_units.unit
    left join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    left join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
)

select * from joined;

create table factors.int_factors__canonical as
with

factors as (select * from "build"."reference"."factors"),

factor_units as (select * from "build"."reference"."factor_units"),

units as (select * from "build"."reference"."units"),

canonical as (
    select
        factors.factor_id,
        factors.factor_set,
        factors.parameter,
        factors.material_id,
        coalesce(factors.region_id, '*') as region_id,
        factors.series,
        factors.evidence = 'uncertain' as is_uncertain,
        cast(factors.value as double)
        * cast(numerators.factor_to_canonical as double)
        / cast(denominators.factor_to_canonical as double) as value,
        cast(factors.value as double) as published_value,
        factors.unit,
        numerators.canonical_unit as numerator_unit,
        denominators.canonical_unit as per_unit,
        coalesce(factors.valid_from, date '0001-01-01') as valid_from,
        coalesce(factors.valid_to, date '9999-12-31') as valid_to,
        factors.published_on
    from factors
    inner join factor_units on factors.unit = factor_units.unit
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
)

select * from canonical;

create table factors.int_factors__spans as
with

factors as (select * from "build"."factors"."int_factors__canonical"),

cut_offs as (
    select unnest(['valid_in_month', 'newest_published']) as factor_cut_off
),

spans as (
    select
        factors.factor_id,
        factors.factor_set,
        factors.parameter,
        factors.material_id,
        factors.region_id,
        factors.series,
        factors.is_uncertain,
        factors.value,
        factors.published_value,
        factors.unit,
        factors.numerator_unit,
        factors.per_unit,
        factors.published_on,
        cut_offs.factor_cut_off,
        case cut_offs.factor_cut_off
            when 'newest_published' then factors.published_on
            else factors.valid_from
        end as valid_from,
        case cut_offs.factor_cut_off
            when 'newest_published'
                then cast(coalesce(
                    lead(factors.published_on) over (
                        partition by
                            cut_offs.factor_cut_off,
                            factors.factor_set,
                            factors.series,
                            factors.parameter,
                            factors.material_id,
                            factors.region_id
                        order by factors.published_on
                    ) - interval 1 day,
                    date '9999-12-31'
                ) as date)
            else factors.valid_to
        end as valid_to
    from factors
    cross join cut_offs
    where cut_offs.factor_cut_off <> 'newest_published' or factors.published_on is not null
)

select * from spans;

create table factors.int_methods__formulas as
with

methods as (select * from "build"."reference"."methods"),

method_formulas as (select * from "build"."reference"."method_formulas"),

formulas as (select * from "build"."reference"."formulas"),

variants as (select * from "build"."reference"."method_variants"),

potentials as (
    select * from "build"."factors"."int_factors__canonical"
    where factor_set = 'common' and parameter = 'gwp100'
),

joined as (
    select
        method_formulas.method_id,
        method_formulas.formula_id,
        coalesce(method_formulas.variant_id, '') as variant_id,
        method_formulas.preference,
        coalesce(method_formulas.purposes, methods.purposes) as purposes,
        coalesce(methods.factor_cut_off, 'valid_in_month') as factor_cut_off,
        formulas.stream_kind,
        formulas.gas,
        coalesce(formulas.scope2_basis, '') as scope2_basis,
        coalesce(variants.gwp_set, methods.gwp_set) as gwp_set,
        greatest(
            coalesce(methods.valid_from, date '0001-01-01'), coalesce(method_formulas.valid_from, date '0001-01-01')
        ) as valid_from,
        least(
            coalesce(methods.valid_to, date '9999-12-31'), coalesce(method_formulas.valid_to, date '9999-12-31')
        ) as valid_to
    from method_formulas
    inner join methods on method_formulas.method_id = methods.method_id
    inner join formulas on method_formulas.formula_id = formulas.formula_id
    left join variants
        on
            method_formulas.method_id = variants.method_id
            and method_formulas.variant_id = variants.variant_id
            and formulas.stream_kind = variants.stream_kind
),

with_potentials as (
    select
        joined.*,
        potentials.value as gwp,
        potentials.factor_id as gwp_factor_id
    from joined
    left join potentials on joined.gwp_set = potentials.series and joined.gas = potentials.material_id
)

select * from with_potentials;

create table factors.int_regions__provinces as
with

provinces as (select * from "build"."reference"."provinces"),

regions as (
    select
        province_id,
        'grid' as region_level,
        'grid_' || grid_region as region_id
    from provinces
    union all
    select
        province_id,
        'province' as region_level,
        'province_' || province_id as region_id
    from provinces
    union all
    select
        province_id,
        'nation' as region_level,
        'national' as region_id
    from provinces
)

select * from regions;

create table factors.int_method_factors__candidates as
with

formulas as (select * from "build"."factors"."int_methods__formulas"),

symbols as (
    select * from "build"."factors"."int_formulas__symbols"
    where factor_parameter is not null
),

sets as (select * from "build"."reference"."method_factor_sets"),

materials as (select * from "build"."reference"."materials"),

factors as (select * from "build"."factors"."int_factors__spans"),

regions as (select * from "build"."factors"."int_regions__provinces"),

candidates as (
    select
        formulas.method_id,
        formulas.formula_id,
        formulas.variant_id,
        symbols.symbol,
        case when symbols.material = 'stream' then factors.material_id else '*' end as material_id,
        coalesce(regions.province_id, '*') as province_id,
        coalesce(sets.variant_id, '') <> '' as is_own_set,
        sets.preference,
        case
            when symbols.unit = factors.unit then factors.published_value
            else factors.value / symbols.quotient_to_canonical
        end as value,
        symbols.unit,
        factors.factor_id,
        factors.is_uncertain,
        greatest(
            formulas.valid_from, coalesce(sets.valid_from, date '0001-01-01'), factors.valid_from
        ) as valid_from,
        least(formulas.valid_to, coalesce(sets.valid_to, date '9999-12-31'), factors.valid_to) as valid_to
    from formulas
    inner join symbols on formulas.formula_id = symbols.formula_id
    inner join sets
        on
            formulas.method_id = sets.method_id
            and sets.stream_kind in (formulas.stream_kind, '*')
            and coalesce(sets.variant_id, '') in ('', formulas.variant_id)
    inner join factors
        on
            sets.factor_set = factors.factor_set
            and sets.series = factors.series
            and formulas.factor_cut_off = factors.factor_cut_off
            and symbols.factor_parameter = factors.parameter
            and symbols.numerator_unit = factors.numerator_unit
            and symbols.per_unit = factors.per_unit
            and (
                symbols.material is null
                or symbols.material = factors.material_id
                or (symbols.material = 'stream' and factors.material_id is not null)
            )
    left join materials on factors.material_id = materials.material_id
    left join regions
        on
            symbols.is_regional
            and sets.region_level = regions.region_level
            and factors.region_id = regions.region_id
    where
        (not symbols.is_regional or regions.province_id is not null)
        and (not symbols.goes_by_material_unit or symbols.per_unit = materials.canonical_unit)
)

select * from candidates;

create table factors.int_plants__spans as
with

-- A month belongs to the span that is valid at its end; what begins in the middle of a month has the whole month.
plants as (
    select
        * exclude (valid_from, valid_to),
        coalesce(date_trunc('month', valid_from), date '0001-01-01') as first_day,
        least(
            coalesce(valid_to, date '9999-12-31'),
            lead(date_trunc('month', valid_from)) over (partition by plant_id order by valid_from) - interval 1 day
        ) as last_day
    from "build"."reference"."plants"
),

spans as (
    select
        plant_id,
        industry_id,
        province_id,
        cast(first_day as date) as valid_from,
        cast(last_day as date) as valid_to
    from plants
)

select * from spans;

create table factors.int_methods__plants as
with

plants as (select * from "build"."factors"."int_plants__spans"),

methods as (
    select
        *,
        unnest(string_split(industry_ids, ';')) as industry_id
    from "build"."reference"."methods"
),

joined as (
    select
        plants.plant_id,
        plants.industry_id,
        plants.province_id,
        methods.method_id,
        methods.purposes,
        methods.gwp_set,
        methods.rounding_id,
        greatest(plants.valid_from, coalesce(methods.valid_from, date '0001-01-01')) as valid_from,
        least(plants.valid_to, coalesce(methods.valid_to, date '9999-12-31')) as valid_to
    from plants
    inner join methods on plants.industry_id = methods.industry_id
),

applicable as (
    select * from joined
    where valid_from <= valid_to
)

select * from applicable;

create table factors.int_plants__methods as
with

methods as (
    select * from "build"."factors"."int_methods__plants"
    where list_contains(string_split(purposes, ';'), 'disclosure')
),

industries as (select * from "build"."reference"."industries"),

joined as (
    select
        methods.plant_id,
        methods.industry_id,
        methods.province_id,
        industries.main_product_id,
        industries.renewable_carrier,
        methods.method_id,
        methods.gwp_set,
        methods.valid_from,
        methods.valid_to
    from methods
    inner join industries on methods.industry_id = industries.industry_id
)

select * from joined;

create table staging.stg_indicator_data_qualities as
with

indicators as (select * from "build"."reference"."indicators"),

usual_grades as (select * from "build"."reference"."usual_data_qualities"),

graded as (
    select
        indicators.indicator_id,
        coalesce(of_indicator.data_quality, of_domain.data_quality) as data_quality
    from indicators
    left join usual_grades as of_indicator
        on indicators.domain = of_indicator.domain and indicators.indicator_id = of_indicator.indicator_id
    left join usual_grades as of_domain
        on indicators.domain = of_domain.domain and of_domain.indicator_id = '*'
)

select * from graded;

create view staging.stg_arrivals as
with

arrivals as (
    select
        arrival_id,
        path,
        path_sequence,
        content_id,
        sidecar_content_id,
        size_bytes,
        form_id,
        layout_version,
        reader,
        kind,
        revision,
        sender,
        contact,
        reason,
        received_at,
        cover_plant_text,
        cover_plant_name_text,
        cover_period_text,
        cover_plant_cell,
        cover_period_cell,
        place_form_text,
        place_plant_text,
        place_period_text,
        state,
        rejection_rule_id,
        rejection_found,
        rejection_expected
    from "ledger"."main"."arrivals"
)

select * from arrivals;

create table staging.stg_code_texts as
with

indicators as (select * from "build"."reference"."indicators"),

materials as (select * from "build"."reference"."materials"),

plants as (select * from "build"."reference"."plants"),

units as (select * from "build"."reference"."units"),

unit_aliases as (select * from "build"."reference"."unit_aliases"),

data_quality_grades as (select * from "build"."reference"."data_quality_grades"),

treatments as (select * from "build"."reference"."waste_treatments"),

determination_methods as (select * from "build"."reference"."determination_methods"),

accepted_texts as (
    select
        'indicator' as kind,
        indicator_id as code,
        unnest([indicator_id, name_zh, name_en]) as accepted_text
    from indicators
    union all
    select
        'indicator_label' as kind,
        indicator_id as code,
        unnest([indicator_id, name_zh, name_en, name_zh || ' ' || name_en]) as accepted_text
    from indicators
    union all
    select
        'material' as kind,
        material_id as code,
        unnest([material_id, name_zh, name_en]) as accepted_text
    from materials
    union all
    select
        'material_label' as kind,
        material_id as code,
        unnest([material_id, name_zh, name_en, name_zh || ' ' || name_en]) as accepted_text
    from materials
    union all
    select
        'plant' as kind,
        plant_id as code,
        unnest([plant_id, plant_name_zh, plant_name_en]) as accepted_text
    from plants
    union all
    select
        'plant_label' as kind,
        plant_id as code,
        unnest([plant_name_zh, plant_name_en, plant_name_zh || ' ' || plant_name_en]) as accepted_text
    from plants
    union all
    select
        'treatment_id' as kind,
        treatment_id as code,
        unnest([treatment_id, name_zh, name_en]) as accepted_text
    from treatments
    union all
    select
        'method_id' as kind,
        method_id as code,
        unnest([method_id, name_zh, name_en]) as accepted_text
    from determination_methods
    union all
    select
        'unit' as kind,
        unit_id as code,
        unnest([unit_id, name_zh]) as accepted_text
    from units
    union all
    select
        'unit' as kind,
        unit_id as code,
        alias as accepted_text
    from unit_aliases
    union all
    select
        'data_quality' as kind,
        data_quality as code,
        unnest([data_quality, name_zh, name_en] || string_split(aliases, ';')) as accepted_text
    from data_quality_grades
),

-- Units keep their case, because mg is not Mg and mW is not MW.
keyed as (
    select
        kind,
        code,
        accepted_text = code as is_code,
        case
            when kind = 'unit' then trim(regexp_replace(
        translate(
            accepted_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))
            else lower(trim(regexp_replace(
        translate(
            accepted_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )))
        end as text_key
    from accepted_texts
    where accepted_text is not null
),

-- A code goes before a name; a name that two codes share is not accepted, because it would be a guess.
preferred as (
    select
        kind,
        text_key,
        code
    from keyed
    qualify is_code or not bool_or(is_code) over (partition by kind, text_key)
),

unambiguous as (
    select
        kind,
        text_key,
        min(code) as code
    from preferred
    group by kind, text_key
    having count(distinct code) = 1
)

select * from unambiguous;

create view staging.stg_cells as
with

cells as (
    select
        content_id,
        cell_id,
        sheet,
        address,
        row_number,
        column_number,
        cell_type,
        text,
        formula,
        is_hidden
    from "ledger"."main"."cells"
)

select * from cells;

create table staging.stg_foreign_tables as
with

foreign_tables as (select * from "ledger"."main"."foreign_tables"),

contents as (
    select distinct
        content_id,
        form_id,
        layout_version
    from "build"."staging"."stg_arrivals"
    where state = 'read'
),

content_tables as (
    select
        contents.content_id,
        foreign_tables.form_id,
        foreign_tables.layout_version,
        foreign_tables.sheet,
        foreign_tables.first_header_row,
        foreign_tables.header_row,
        foreign_tables.has_any_columns,
        row_number() over (
            order by contents.content_id, contents.form_id, contents.layout_version, foreign_tables.sheet
        ) as foreign_number
    from contents
    inner join foreign_tables
        on contents.form_id = foreign_tables.form_id and contents.layout_version = foreign_tables.layout_version
)

select * from content_tables;

create table staging.stg_foreign_headers as
with

cells as (select * from "build"."staging"."stg_cells"),

content_tables as (select * from "build"."staging"."stg_foreign_tables"),

filled_columns as (
    select
        content_tables.foreign_number,
        cells.column_number,
        min(cells.address) as filled_address,
        min(cells.row_number) filter (where cells.row_number > content_tables.header_row) as first_filled_row,
        arg_max(cells.address, cells.row_number) filter (where cells.row_number <= content_tables.header_row)
            as header_address
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number >= content_tables.first_header_row
    group by content_tables.foreign_number, cells.column_number
),

header_cells as (
    select
        content_tables.foreign_number,
        cells.row_number,
        cells.column_number,
        nullif(trim(regexp_replace(
        translate(
            cells.text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )), '') as header_text
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number between content_tables.first_header_row and content_tables.header_row
),

header_rows as (
    select distinct
        foreign_number,
        row_number
    from header_cells
),

-- A merged header stands in the first of its columns; in the last row of headers each column has its own.
header_grid as (
    select
        filled_columns.foreign_number,
        filled_columns.column_number,
        header_rows.row_number,
        if(
            header_rows.row_number = content_tables.header_row,
            header_cells.header_text,
            last_value(header_cells.header_text ignore nulls) over (
                partition by filled_columns.foreign_number, header_rows.row_number
                order by filled_columns.column_number
            )
        ) as header_text
    from filled_columns
    inner join content_tables on filled_columns.foreign_number = content_tables.foreign_number
    inner join header_rows
        on filled_columns.foreign_number = header_rows.foreign_number
    left join header_cells
        on
            filled_columns.foreign_number = header_cells.foreign_number
            and filled_columns.column_number = header_cells.column_number
            and header_rows.row_number = header_cells.row_number
),

joined as (
    select
        foreign_number,
        column_number,
        coalesce(string_agg(header_text, ' / ' order by row_number), '') as header_text,
        lower(coalesce(string_agg(header_text, ' / ' order by row_number), '')) as plain_key
    from header_grid
    group by foreign_number, column_number
),

-- The second of two equal headers is told apart by its number.
counted as (
    select
        *,
        row_number() over (partition by foreign_number, plain_key order by column_number) as header_count
    from joined
),

header_keys as (
    select
        foreign_number,
        column_number,
        header_text,
        plain_key,
        if(plain_key <> '' and header_count > 1, concat(plain_key, ' (', header_count, ')'), plain_key) as header_key
    from counted
),

headers as (
    select
        filled_columns.foreign_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.header_row,
        content_tables.has_any_columns,
        filled_columns.column_number,
        filled_columns.header_address,
        filled_columns.first_filled_row,
        coalesce(header_keys.header_text, '') as header_text,
        coalesce(header_keys.plain_key, '') as plain_key,
        coalesce(header_keys.header_key, '') as header_key,
        regexp_extract(filled_columns.filled_address, '^[A-Z]+') as address_prefix,
        regexp_extract(filled_columns.filled_address, 'C\d+$') as address_suffix
    from filled_columns
    inner join content_tables on filled_columns.foreign_number = content_tables.foreign_number
    left join header_keys
        on
            filled_columns.foreign_number = header_keys.foreign_number
            and filled_columns.column_number = header_keys.column_number
)

select * from headers;

create table staging.stg_foreign_columns as
with

headers as (select * from "build"."staging"."stg_foreign_headers"),

fields as (select * from "ledger"."main"."foreign_fields"),

filters as (select * from "ledger"."main"."foreign_filters"),

named as (
    select
        form_id,
        layout_version,
        sheet,
        value_number,
        field,
        part,
        header_text,
        is_header,
        fixed_text,
        cell_address,
        pattern,
        is_filled_down,
        prefix,
        joined_by,
        date_order,
        is_rounded,
        is_read_once,
        mark_pattern,
        has_decimal_comma,
        cast(null as integer) as filter_number,
        cast(null as boolean) as keeps
    from fields
    union all by name
    select distinct
        form_id,
        layout_version,
        sheet,
        'filter' as field,
        header_text,
        pattern,
        filter_number,
        keeps
    from filters
),

content_tables as (
    select distinct
        foreign_number,
        form_id,
        layout_version,
        sheet
    from headers
),

located as (
    select
        named.*,
        content_tables.foreign_number,
        headers.column_number,
        headers.header_text as stated_header,
        headers.header_key,
        headers.header_address,
        headers.address_prefix,
        headers.address_suffix
    from content_tables
    inner join named
        on
            content_tables.form_id = named.form_id
            and content_tables.layout_version = named.layout_version
            and content_tables.sheet = named.sheet
    left join headers
        on
            content_tables.foreign_number = headers.foreign_number
            and lower(trim(regexp_replace(
        translate(
            named.header_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))) = if(named.field = 'other', headers.plain_key, headers.header_key)
)

select * from located;

create table staging.stg_foreign_cells as
with

cells as (select * from "build"."staging"."stg_cells"),

headers as (select * from "build"."staging"."stg_foreign_headers"),

named_columns as (
    select distinct
        foreign_number,
        column_number
    from "build"."staging"."stg_foreign_columns"
    where column_number is not null and field <> 'other'
),

named_cells as (
    select
        headers.foreign_number,
        cells.row_number,
        cells.column_number,
        cells.address,
        cells.cell_id,
        cells.cell_type,
        cells.text,
        cells.is_hidden
    from cells
    inner join headers
        on
            cells.content_id = headers.content_id
            and cells.sheet = headers.sheet
            and cells.column_number = headers.column_number
    semi join named_columns
        on headers.foreign_number = named_columns.foreign_number and headers.column_number = named_columns.column_number
    where cells.row_number > headers.header_row
)

select * from named_cells;

create table staging.stg_foreign_left_out_rows as
with

cells as (select * from "build"."staging"."stg_foreign_cells"),

filter_columns as (
    select * from "build"."staging"."stg_foreign_columns"
    where field = 'filter'
),

filter_texts as (select * from "ledger"."main"."foreign_filters"),

table_rows as (
    select distinct
        foreign_number,
        row_number
    from cells
),

filtered as (
    select
        table_rows.foreign_number,
        table_rows.row_number,
        filter_columns.form_id,
        filter_columns.layout_version,
        filter_columns.sheet,
        filter_columns.filter_number,
        filter_columns.keeps,
        filter_columns.pattern,
        coalesce(trim(cells.text), '') as filter_text
    from table_rows
    inner join filter_columns on table_rows.foreign_number = filter_columns.foreign_number
    left join cells
        on
            table_rows.foreign_number = cells.foreign_number
            and table_rows.row_number = cells.row_number
            and filter_columns.column_number = cells.column_number
),

pattern_matches as (
    select
        pattern,
        filter_text,
        regexp_matches(filter_text, pattern) as is_match
    from (
        select distinct
            pattern,
            filter_text
        from filtered
        where pattern is not null
    ) as texts
),

left_out_rows as (
    select distinct
        filtered.foreign_number,
        filtered.row_number
    from filtered
    left join filter_texts
        on
            filtered.form_id = filter_texts.form_id
            and filtered.layout_version = filter_texts.layout_version
            and filtered.sheet = filter_texts.sheet
            and filtered.filter_number = filter_texts.filter_number
            and filtered.filter_text = filter_texts.reported_text
    left join pattern_matches
        on filtered.pattern = pattern_matches.pattern and filtered.filter_text = pattern_matches.filter_text
    where filtered.keeps <> coalesce(pattern_matches.is_match, filter_texts.reported_text is not null)
)

select * from left_out_rows;

create table staging.stg_foreign_field_cells as
with

cells as (select * from "build"."staging"."stg_foreign_cells"),

columns_read as (select * from "build"."staging"."stg_foreign_columns"),

value_rows as (
    select distinct
        cells.foreign_number,
        cells.row_number
    from cells
    inner join columns_read
        on cells.foreign_number = columns_read.foreign_number and cells.column_number = columns_read.column_number
    where columns_read.field = 'value'
),

-- An empty cell below a merged or unrepeated text has the text of the next filled cell above.
places_filled_down as (
    select distinct
        value_rows.foreign_number,
        value_rows.row_number,
        columns_read.column_number
    from value_rows
    inner join columns_read on value_rows.foreign_number = columns_read.foreign_number
    where columns_read.is_filled_down and columns_read.field not in ('value', 'multiplier', 'other', 'filter')
),

filled_cells as (
    select * from cells
    where trim(text) <> ''
),

filled_down as (
    select
        places_filled_down.foreign_number,
        places_filled_down.row_number,
        places_filled_down.column_number,
        filled_cells.address,
        filled_cells.text
    from places_filled_down
    asof inner join filled_cells
        on
            places_filled_down.foreign_number = filled_cells.foreign_number
            and places_filled_down.column_number = filled_cells.column_number
            and places_filled_down.row_number >= filled_cells.row_number
),

field_cells as (
    select
        foreign_number,
        row_number,
        column_number,
        false as is_filled_down,
        address,
        text
    from cells
    union all
    select
        foreign_number,
        row_number,
        column_number,
        true as is_filled_down,
        address,
        text
    from filled_down
)

select * from field_cells;

create table staging.stg_foreign_stated_texts as
with

cells as (select * from "build"."staging"."stg_foreign_cells"),

field_cells as (select * from "build"."staging"."stg_foreign_field_cells"),

columns_read as (select * from "build"."staging"."stg_foreign_columns"),

content_tables as (select * from "build"."staging"."stg_foreign_tables"),

corner_texts as (
    select
        content_tables.foreign_number,
        cells.address,
        cells.text
    from "build"."staging"."stg_cells" as cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    semi join columns_read
        on content_tables.foreign_number = columns_read.foreign_number and cells.address = columns_read.cell_address
),

value_columns as (
    select * from columns_read
    where field = 'value'
),

field_columns as (
    select * from columns_read
    where field not in ('value', 'multiplier', 'other', 'filter')
),

value_cells as (
    select
        cells.foreign_number,
        cells.row_number,
        cells.column_number,
        value_columns.value_number,
        value_columns.stated_header,
        value_columns.header_address
    from cells
    inner join value_columns
        on cells.foreign_number = value_columns.foreign_number and cells.column_number = value_columns.column_number
),

stated as (
    select
        value_cells.foreign_number,
        value_cells.row_number,
        value_cells.column_number,
        value_cells.value_number,
        field_columns.form_id,
        field_columns.layout_version,
        field_columns.sheet,
        field_columns.field,
        field_columns.part,
        field_columns.is_header,
        field_columns.prefix,
        field_columns.joined_by,
        field_columns.date_order,
        field_columns.pattern,
        case
            when field_columns.is_header then value_cells.header_address
            else coalesce(field_columns.cell_address, field_cells.address)
        end as address,
        case
            when field_columns.is_header then value_cells.stated_header
            else nullif(trim(coalesce(field_cells.text, corner_texts.text, field_columns.fixed_text)), '')
        end as stated_text
    from value_cells
    inner join field_columns
        on
            value_cells.foreign_number = field_columns.foreign_number
            and value_cells.value_number = field_columns.value_number
    left join field_cells
        on
            field_columns.foreign_number = field_cells.foreign_number
            and field_columns.column_number = field_cells.column_number
            and field_columns.is_filled_down = field_cells.is_filled_down
            and value_cells.row_number = field_cells.row_number
    left join corner_texts
        on
            field_columns.foreign_number = corner_texts.foreign_number
            and field_columns.cell_address = corner_texts.address
),

-- Each text once: a pattern that is no constant costs more than all else here.
pattern_parts as (
    select
        pattern,
        stated_text,
        regexp_extract(stated_text, pattern, 1) as text_part
    from (
        select distinct
            pattern,
            stated_text
        from stated
        where pattern is not null
    ) as texts
),

parted as (
    select
        stated.* exclude (stated_text),
        coalesce(nullif(trim(pattern_parts.text_part), ''), stated.stated_text) as stated_text
    from stated
    left join pattern_parts
        on stated.pattern = pattern_parts.pattern and stated.stated_text = pattern_parts.stated_text
)

select * from parted;

create table staging.stg_foreign_texts as
with

stated_texts as (select * from "build"."staging"."stg_foreign_stated_texts"),

codes as (select * from "ledger"."main"."foreign_codes"),

-- Headers are compared without regard to case, cells as they stand: mg is not Mg.
code_texts as (
    select distinct
        * exclude (reported_text),
        unnest([false, true]) as is_header,
        unnest([reported_text, lower(trim(regexp_replace(
        translate(
            reported_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )))]) as code_text
    from codes
    where field <> 'value'
),

coded as (
    select
        stated_texts.foreign_number,
        stated_texts.row_number,
        stated_texts.column_number,
        stated_texts.field,
        stated_texts.part,
        stated_texts.joined_by,
        stated_texts.address,
        case
            when code_texts.code is not null then code_texts.code
            when stated_texts.date_order = 'serial'
                then coalesce(
                    strftime(
                        date '1899-12-30'
                        + try_cast(regexp_extract(stated_texts.stated_text, '^(\d{5})(?:\.\d+)?$', 1) as integer),
                        '%Y-%m'
                    ), stated_texts.stated_text
                )
            when stated_texts.date_order = 'dmy'
                then regexp_replace(
                    stated_texts.stated_text, '^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}).*$', '\3-\2'
                )
            when stated_texts.date_order = 'mdy'
                then regexp_replace(
                    stated_texts.stated_text, '^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}).*$', '\3-\1'
                )
            when stated_texts.date_order = 'my'
                then regexp_replace(
                    stated_texts.stated_text, '^(\d{1,2})[-/. ](\d{4})$', '\2-\1'
                )
            when stated_texts.date_order = 'ymd'
                then regexp_replace(
                    stated_texts.stated_text, '^(\d{4})[-/. ](\d{1,2})[-/. ]\d.*$', '\1-\2'
                )
            else stated_texts.prefix || stated_texts.stated_text
        end as field_text
    from stated_texts
    left join code_texts
        on
            stated_texts.form_id = code_texts.form_id
            and stated_texts.layout_version = code_texts.layout_version
            and stated_texts.sheet = code_texts.sheet
            and stated_texts.value_number = code_texts.value_number
            and stated_texts.field = code_texts.field
            and stated_texts.is_header = code_texts.is_header
            and code_texts.code_text
            = if(stated_texts.is_header, lower(stated_texts.stated_text), stated_texts.stated_text)
)

select
    foreign_number,
    row_number,
    column_number,
    field,
    min(address) as address,
    string_agg(if(part > 1, joined_by, '') || field_text, '' order by part) as field_text
from coded
group by foreign_number, row_number, column_number, field;

create table staging.stg_foreign_values as
with

cells as (select * from "build"."staging"."stg_foreign_cells"),

columns_read as (select * from "build"."staging"."stg_foreign_columns"),

texts as (select * from "build"."staging"."stg_foreign_texts"),

missing_texts as (
    select * from "ledger"."main"."foreign_codes"
    where field = 'value'
),

left_out_rows as (select * from "build"."staging"."stg_foreign_left_out_rows"),

value_columns as (
    select * from columns_read
    where field = 'value'
),

multiplier_columns as (
    select * from columns_read
    where field = 'multiplier'
),

row_texts as (
    select
        foreign_number,
        row_number,
        column_number,
        
            any_value(field_text) filter (where field = 'plant_id') as plant_id_text,
        
            any_value(field_text) filter (where field = 'plant_name') as plant_name_text,
        
            any_value(field_text) filter (where field = 'period') as period_text,
        
            any_value(field_text) filter (where field = 'year') as year_text,
        
            any_value(field_text) filter (where field = 'month') as month_text,
        
            any_value(field_text) filter (where field = 'indicator_id') as indicator_id_text,
        
            any_value(field_text) filter (where field = 'material_id') as material_id_text,
        
            any_value(field_text) filter (where field = 'counterparty_id') as counterparty_id_text,
        
            any_value(field_text) filter (where field = 'document_id') as document_id_text,
        
            any_value(field_text) filter (where field = 'unit') as unit_text,
        
            any_value(field_text) filter (where field = 'data_quality') as data_quality_text,
        
        any_value(address) filter (where field = 'plant_id') as plant_address,
        min(address) filter (where field in ('period', 'month')) as month_address,
        any_value(address) filter (where field = 'year') as year_address
    from texts
    group by foreign_number, row_number, column_number
),

valued as (
    select
        cells.foreign_number,
        cells.row_number,
        cells.column_number,
        cells.address,
        cells.cell_id,
        cells.cell_type,
        cells.text,
        cells.is_hidden,
        value_columns.form_id,
        value_columns.layout_version,
        value_columns.sheet,
        value_columns.value_number,
        value_columns.is_rounded,
        value_columns.is_read_once,
        value_columns.mark_pattern,
        value_columns.has_decimal_comma,
        multipliers.text as multiplier_text,
        multiplier_columns.column_number is not null as is_product,
        coalesce(trim(cells.text), '') = '' and cells.cell_type <> 'formula_without_value' as is_blank
    from cells
    inner join value_columns
        on cells.foreign_number = value_columns.foreign_number and cells.column_number = value_columns.column_number
    left join multiplier_columns
        on
            value_columns.foreign_number = multiplier_columns.foreign_number
            and value_columns.value_number = multiplier_columns.value_number
    left join cells as multipliers
        on
            multiplier_columns.foreign_number = multipliers.foreign_number
            and multiplier_columns.column_number = multipliers.column_number
            and cells.row_number = multipliers.row_number
),

judged as (
    select
        valued.*,
        
            row_texts.plant_id_text,
        
            row_texts.plant_name_text,
        
            row_texts.period_text,
        
            row_texts.year_text,
        
            row_texts.month_text,
        
            row_texts.indicator_id_text,
        
            row_texts.material_id_text,
        
            row_texts.counterparty_id_text,
        
            row_texts.document_id_text,
        
            row_texts.unit_text,
        
            row_texts.data_quality_text,
        
        row_texts.plant_address,
        row_texts.month_address,
        row_texts.year_address,
        case
            when left_out_rows.row_number is not null then 'left_out'
            when valued.is_blank or missing_texts.reported_text is not null then 'missing'
            when valued.is_product and coalesce(trim(valued.multiplier_text), '') = '' then 'missing'
            else 'read'
        end as outcome
    from valued
    inner join row_texts
        on
            valued.foreign_number = row_texts.foreign_number
            and valued.row_number = row_texts.row_number
            and valued.column_number = row_texts.column_number
    left join left_out_rows
        on valued.foreign_number = left_out_rows.foreign_number and valued.row_number = left_out_rows.row_number
    left join missing_texts
        on
            valued.form_id = missing_texts.form_id
            and valued.layout_version = missing_texts.layout_version
            and valued.sheet = missing_texts.sheet
            and valued.value_number = missing_texts.value_number
            and trim(valued.text) = missing_texts.reported_text
)

select * from judged;

create table staging.stg_foreign_entries as
with

foreign_values as (select * from "build"."staging"."stg_foreign_values"),

content_tables as (select * from "build"."staging"."stg_foreign_tables"),

stated as (
    select
        foreign_values.*,
        content_tables.content_id,
        coalesce(
            foreign_values.period_text,
            foreign_values.year_text || '-' || foreign_values.month_text,
            if(foreign_values.month_address is null, foreign_values.year_text, null)
        ) as stated_period,
        coalesce(foreign_values.month_address, foreign_values.year_address) as period_address,
        if(
            foreign_values.is_product,
            trim(foreign_values.text) || ' × ' || trim(foreign_values.multiplier_text),
            foreign_values.text
        ) as value_text
    from foreign_values
    inner join content_tables on foreign_values.foreign_number = content_tables.foreign_number
),

-- A value that a table repeats on several rows counts where it stands first.
repeats as (
    select
        *,
        is_read_once
        and outcome = 'read'
        and row_number() over (
            partition by
                foreign_number, value_number, outcome, plant_id_text, stated_period, indicator_id_text,
                material_id_text, counterparty_id_text, document_id_text, unit_text, trim(value_text)
            order by row_number, column_number
        ) > 1 as is_repeat
    from stated
),

-- Marks at the end are taken off, and decimal commas made points, as the layout says.
unmarked as (
    select
        *,
        if(
            mark_pattern is null or coalesce(
        cell_type in ('number', 'text') and regexp_full_match(text, '-?\d{1,13}(?:\.\d{1,6})?'), false
    ),
            text,
            regexp_replace(trim(text), mark_pattern, '')
        ) as unmarked_text,
        has_decimal_comma and cell_type = 'text' as has_comma
    from repeats
),

pointed as (
    select
        *,
        unmarked_text <> text as has_mark,
        if(has_comma, translate(unmarked_text, '.,', ',.'), unmarked_text) as number_text,
        if(has_comma, translate(multiplier_text, '.,', ',.'), multiplier_text) as multiplier_number_text
    from unmarked
),

numbered as (
    select
        *,
        case
            when is_product
                then cast(
                    try(try_cast(
        if(
            regexp_full_match(trim(number_text), '-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?'),
            replace(trim(number_text), ',', ''),
            trim(number_text)
        ) as decimal(38, 12)
    ) * try_cast(
        if(
            regexp_full_match(trim(multiplier_number_text), '-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?'),
            replace(trim(multiplier_number_text), ',', ''),
            trim(multiplier_number_text)
        ) as decimal(38, 12)
    ))
                    as decimal(38, 12)
                )
            when is_rounded then try_cast(
        if(
            regexp_full_match(trim(number_text), '-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?'),
            replace(trim(number_text), ',', ''),
            trim(number_text)
        ) as decimal(38, 12)
    )
        end as exact_number
    from pointed
)

select
    content_id,
    form_id,
    layout_version,
    sheet,
    row_number,
    column_number,
    address,
    cell_id,
    has_mark,
    value_text,
    plant_id_text as plant_text,
    plant_name_text,
    stated_period as period_text,
    indicator_id_text as indicator_text,
    material_id_text as material_text,
    counterparty_id_text as counterparty_text,
    document_id_text as document_text,
    unit_text,
    data_quality_text,
    cell_type as value_type,
    is_hidden,
    is_rounded,
    exact_number,
    coalesce(plant_address, if(plant_id_text is null, address, null)) as plant_address,
    coalesce(period_address, if(stated_period is null, address, null)) as period_address,
    if(is_repeat, 'repeated', outcome) as outcome,
    if(is_product, value_text, number_text) as number_text
from numbered;

create table staging.stg_tables as
with

arrivals as (select * from "build"."staging"."stg_arrivals"),

layout_columns as (select * from "ledger"."main"."layout_columns"),

contents as (
    select distinct
        content_id,
        form_id,
        layout_version
    from arrivals
    where state = 'read'
),

layout_tables as (
    select distinct
        form_id,
        layout_version,
        sheet,
        header_row,
        indicator_id
    from layout_columns
),

-- Cells are grouped by a number, because grouping millions by their long names is slow.
content_tables as (
    select
        contents.content_id,
        contents.form_id,
        contents.layout_version,
        layout_tables.sheet,
        layout_tables.header_row,
        layout_tables.indicator_id,
        row_number() over (
            order by contents.content_id, contents.form_id, contents.layout_version, layout_tables.sheet
        ) as table_number
    from contents
    inner join layout_tables
        on contents.form_id = layout_tables.form_id and contents.layout_version = layout_tables.layout_version
)

select * from content_tables;

create table staging.stg_columns as
with

cells as (select * from "build"."staging"."stg_cells"),

content_tables as (select * from "build"."staging"."stg_tables"),

filled_columns as (
    select
        content_tables.table_number,
        cells.column_number,
        max(cells.text) filter (where cells.row_number = content_tables.header_row) as header_text,
        min(cells.address) as filled_address,
        count(*) filter (where cells.row_number > content_tables.header_row) as filled_cells
    from cells
    inner join content_tables
        on cells.content_id = content_tables.content_id and cells.sheet = content_tables.sheet
    where cells.row_number >= content_tables.header_row
    group by content_tables.table_number, cells.column_number
),

-- The address of a cell in row n is prefix, n and suffix: `F` 7, or `R` 7 `C6`.
addressed as (
    select
        table_number,
        column_number,
        header_text,
        filled_cells,
        regexp_extract(filled_address, '^[A-Z]+') as address_prefix,
        regexp_extract(filled_address, '^R\d+(C\d+)$', 1) as address_suffix
    from filled_columns
)

select * from addressed;

create table staging.stg_headers as
with

filled_columns as (select * from "build"."staging"."stg_columns"),

content_tables as (select * from "build"."staging"."stg_tables"),

layout_columns as (select * from "ledger"."main"."layout_columns"),

keyed as (
    select
        filled_columns.*,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.header_row,
        lower(trim(regexp_replace(
        translate(
            filled_columns.header_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))) as header_key
    from filled_columns
    inner join content_tables on filled_columns.table_number = content_tables.table_number
),

known_headers as (
    select
        form_id,
        layout_version,
        sheet,
        lower(trim(regexp_replace(
        translate(
            header_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))) as header_key,
        min(field) as field,
        min(header_text) as header_text
    from layout_columns
    group by all
),

unknown_keys as (
    select distinct
        keyed.form_id,
        keyed.layout_version,
        keyed.sheet,
        keyed.header_key
    from keyed
    anti join known_headers
        on
            keyed.form_id = known_headers.form_id
            and keyed.layout_version = known_headers.layout_version
            and keyed.sheet = known_headers.sheet
            and keyed.header_key = known_headers.header_key
    where keyed.filled_cells > 0
),

nearest as (
    select
        unknown_keys.form_id,
        unknown_keys.layout_version,
        unknown_keys.sheet,
        unknown_keys.header_key,
        arg_max(
            known_headers.header_text,
            (jaro_winkler_similarity(unknown_keys.header_key, known_headers.header_key), known_headers.header_text)
        ) as nearest_header_text
    from unknown_keys
    inner join known_headers
        on
            unknown_keys.form_id = known_headers.form_id
            and unknown_keys.layout_version = known_headers.layout_version
            and unknown_keys.sheet = known_headers.sheet
    where list_has_any(string_split(unknown_keys.header_key, ''), string_split(known_headers.header_key, ''))
    group by all
),

matched as (
    select
        keyed.table_number,
        keyed.content_id,
        keyed.sheet,
        keyed.header_row,
        keyed.column_number,
        keyed.header_text,
        keyed.filled_cells,
        keyed.address_prefix,
        keyed.address_suffix,
        known_headers.field,
        nearest.nearest_header_text
    from keyed
    left join known_headers
        on
            keyed.form_id = known_headers.form_id
            and keyed.layout_version = known_headers.layout_version
            and keyed.sheet = known_headers.sheet
            and keyed.header_key = known_headers.header_key
    left join nearest
        on
            keyed.form_id = nearest.form_id
            and keyed.layout_version = nearest.layout_version
            and keyed.sheet = nearest.sheet
            and keyed.header_key = nearest.header_key
),

-- Of several columns of one field the first is read.
with_repeats as (
    select
        *,
        field is not null and column_number > min(column_number) over (partition by table_number, field) as is_repeated
    from matched
)

select * from with_repeats;

create table staging.stg_entries as
with

cells as (select * from "build"."staging"."stg_cells"),

headers as (
    select * from "build"."staging"."stg_headers"
    where field is not null and not is_repeated
),

content_tables as (select * from "build"."staging"."stg_tables"),

value_headers as (
    select * from headers
    where field = 'value'
),

-- One row per row of a table, with every field as it stands; grouped by a number, because that is fast.
table_rows as (
    select
        headers.table_number,
        cells.row_number,
        any_value(cells.text) filter (where headers.field = 'plant_id') as plant_text,
        any_value(cells.text) filter (where headers.field = 'period') as period_text,
        any_value(cells.text) filter (where headers.field = 'indicator_id') as indicator_text,
        any_value(cells.text) filter (where headers.field = 'indicator_name') as indicator_name_text,
        any_value(cells.text) filter (where headers.field = 'material_id') as material_text,
        any_value(cells.text) filter (where headers.field = 'material_name') as material_name_text,
        any_value(cells.text) filter (where headers.field = 'counterparty_id') as counterparty_text,
        any_value(cells.text) filter (where headers.field = 'document_id') as document_text,
        any_value(cells.text) filter (where headers.field = 'unit') as unit_text,
        any_value(cells.text) filter (where headers.field = 'data_quality') as data_quality_text,
        any_value(cells.text) filter (where headers.field = 'value') as value_text,
        any_value(cells.cell_type) filter (where headers.field = 'value') as value_type,
        any_value(cells.is_hidden) filter (where headers.field = 'value') as is_hidden
    from cells
    inner join headers
        on
            cells.content_id = headers.content_id
            and cells.sheet = headers.sheet
            and cells.column_number = headers.column_number
            and cells.row_number > headers.header_row
    group by headers.table_number, cells.row_number
),

addressed as (
    select
        table_rows.*,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet,
        content_tables.indicator_id,
        value_headers.address_prefix || table_rows.row_number || value_headers.address_suffix as address
    from table_rows
    inner join value_headers on table_rows.table_number = value_headers.table_number
    inner join content_tables on table_rows.table_number = content_tables.table_number
    where table_rows.value_type is not null and (table_rows.value_text is null or trim(table_rows.value_text) <> '')
),

entries as (
    select
        table_number,
        content_id,
        form_id,
        layout_version,
        sheet,
        row_number,
        address,
        value_text,
        value_text as number_text,
        value_type,
        is_hidden,
        left(content_id, 12) || '!' || sheet || '!' || address as cell_id,
        nullif(trim(plant_text), '') as plant_text,
        nullif(trim(period_text), '') as period_text,
        coalesce(nullif(trim(indicator_text), ''), indicator_id) as indicator_text,
        nullif(trim(indicator_name_text), '') as indicator_name_text,
        nullif(trim(material_text), '') as material_text,
        nullif(trim(material_name_text), '') as material_name_text,
        nullif(trim(counterparty_text), '') as counterparty_text,
        nullif(trim(regexp_replace(
        translate(
            document_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )), '') as document_text,
        nullif(trim(unit_text), '') as unit_text,
        nullif(trim(data_quality_text), '') as data_quality_text,
        cast(null as decimal(38, 12)) as exact_number,
        cast(null as varchar) as plant_address,
        cast(null as varchar) as period_address
    from addressed
),

foreign_entries as (
    select
        cast(null as bigint) as table_number,
        content_id,
        form_id,
        layout_version,
        sheet,
        row_number,
        address,
        value_text,
        number_text,
        value_type,
        is_hidden,
        cell_id,
        plant_text,
        period_text,
        indicator_text,
        cast(null as varchar) as indicator_name_text,
        material_text,
        cast(null as varchar) as material_name_text,
        counterparty_text,
        nullif(trim(regexp_replace(
        translate(
            document_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )), '') as document_text,
        unit_text,
        data_quality_text,
        exact_number,
        plant_address,
        period_address
    from "build"."staging"."stg_foreign_entries"
    where outcome = 'read'
)

select * from entries
union all
select * from foreign_entries;

create table staging.stg_entry_details as
with

cells as (select * from "build"."staging"."stg_cells"),

content_tables as (select * from "build"."staging"."stg_tables"),

headers as (
    select * from "build"."staging"."stg_headers"
    where field is not null and not is_repeated
),

value_headers as (
    select * from headers
    where field = 'value'
),

detail_headers as (
    select headers.*
    from headers
    inner join content_tables on headers.table_number = content_tables.table_number
    where
        headers.field in ('document_id', 'licence_id', 'treatment_id', 'method_id')
        or (headers.field = 'period' and content_tables.indicator_id is not null)
),

filled_details as (
    select
        detail_headers.table_number,
        cells.row_number,
        detail_headers.field,
        cells.address,
        cells.cell_id,
        nullif(trim(regexp_replace(
        translate(
            cells.text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )), '') as detail_text,
        left(cells.content_id, 12) || '!' || cells.sheet || '!'
        || value_headers.address_prefix || cells.row_number || value_headers.address_suffix as value_cell_id
    from cells
    inner join detail_headers
        on
            cells.content_id = detail_headers.content_id
            and cells.sheet = detail_headers.sheet
            and cells.column_number = detail_headers.column_number
            and cells.row_number > detail_headers.header_row
    inner join value_headers on detail_headers.table_number = value_headers.table_number
)

select * from filled_details
where detail_text is not null;

create table staging.stg_row_places as
with

withdrawals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read' and kind = 'withdraws'
),

entries as (select * from "build"."staging"."stg_entries"),

cells as (select * from "build"."staging"."stg_cells"),

content_tables as (select * from "build"."staging"."stg_tables"),

headers as (
    select * from "build"."staging"."stg_headers"
    where not is_repeated
),

-- Forms without a cover name plant and period in every row.
layouts_with_row_places as (
    select distinct
        form_id,
        layout_version
    from "ledger"."main"."layout_columns"
    where field = 'plant_id'
),

-- What is withdrawn is named by rows that need no value.
named_rows as (
    select
        headers.table_number,
        cells.row_number,
        nullif(trim(any_value(cells.text) filter (where headers.field = 'plant_id')), '') as plant_text,
        nullif(trim(any_value(cells.text) filter (where headers.field = 'period')), '') as period_text
    from headers
    inner join cells
        on
            headers.content_id = cells.content_id
            and headers.sheet = cells.sheet
            and headers.column_number = cells.column_number
            and headers.header_row < cells.row_number
    semi join withdrawals on headers.content_id = withdrawals.content_id
    where headers.field in ('plant_id', 'period')
    group by headers.table_number, cells.row_number
),

placed_rows as (
    select
        content_tables.table_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        entries.plant_text,
        entries.period_text,
        entries.row_number,
        concat_ws(
            '|',
            coalesce(entries.indicator_text, entries.indicator_name_text),
            coalesce(entries.material_text, entries.material_name_text),
            entries.counterparty_text
        ) as reported,
        true as has_value
    from entries
    inner join content_tables on entries.table_number = content_tables.table_number
    semi join layouts_with_row_places
        on
            content_tables.form_id = layouts_with_row_places.form_id
            and content_tables.layout_version = layouts_with_row_places.layout_version
    union all by name
    select
        content_tables.table_number,
        content_tables.content_id,
        content_tables.form_id,
        content_tables.layout_version,
        named_rows.plant_text,
        named_rows.period_text,
        named_rows.row_number,
        false as has_value
    from named_rows
    inner join content_tables on named_rows.table_number = content_tables.table_number
    where coalesce(named_rows.plant_text, named_rows.period_text) is not null
),

-- The cells of plant and period of a foreign table stand where its layout says.
foreign_rows as (
    select
        table_number,
        content_id,
        form_id,
        layout_version,
        plant_text,
        period_text,
        row_number,
        true as has_value,
        sheet || '!' || plant_address as plant_cell,
        sheet || '!' || period_address as period_cell
    from entries
    where table_number is null
),

every_row as (
    select * from placed_rows
    union all by name
    select * from foreign_rows
),

entry_places as (
    select
        table_number,
        content_id,
        form_id,
        layout_version,
        plant_text,
        period_text,
        bool_or(has_value) as has_value,
        min(row_number) as row_number,
        list_sort(list(distinct reported) filter (where reported is not null)) as reported,
        arg_min(plant_cell, (row_number, length(plant_cell), plant_cell)) as plant_cell,
        arg_min(period_cell, (row_number, length(period_cell), period_cell)) as period_cell
    from every_row
    group by table_number, content_id, form_id, layout_version, plant_text, period_text
)

select * from entry_places;

create table staging.stg_reported_codes as
with

entries as (select * from "build"."staging"."stg_entries"),

row_places as (select * from "build"."staging"."stg_row_places"),

details as (select * from "build"."staging"."stg_entry_details"),

arrivals as (select * from "build"."staging"."stg_arrivals"),

reported_texts as (
    select distinct
        'indicator' as kind,
        indicator_text as reported_text
    from entries
    union
    select distinct
        'indicator' as kind,
        indicator_name_text as reported_text
    from entries
    union
    select distinct
        'indicator_label' as kind,
        indicator_name_text as reported_text
    from entries
    union
    select distinct
        'material' as kind,
        material_text as reported_text
    from entries
    union
    select distinct
        'material' as kind,
        material_name_text as reported_text
    from entries
    union
    select distinct
        'material_label' as kind,
        material_name_text as reported_text
    from entries
    union
    select distinct
        'plant' as kind,
        counterparty_text as reported_text
    from entries
    union
    select distinct
        'plant' as kind,
        plant_text as reported_text
    from row_places
    union
    select distinct
        'plant' as kind,
        cover_plant_text as reported_text
    from arrivals
    union
    select distinct
        'plant_label' as kind,
        cover_plant_name_text as reported_text
    from arrivals
    union
    select distinct
        'plant' as kind,
        place_plant_text as reported_text
    from arrivals
    union
    select distinct
        'unit' as kind,
        unit_text as reported_text
    from entries
    union
    select distinct
        'data_quality' as kind,
        data_quality_text as reported_text
    from entries
    union
    select distinct
        field as kind,
        detail_text as reported_text
    from details
    where field in ('treatment_id', 'method_id')
),

keyed as (
    select
        kind,
        reported_text,
        case
            when kind = 'unit' then trim(regexp_replace(
        translate(
            reported_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))
            else lower(trim(regexp_replace(
        translate(
            reported_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )))
        end as text_key
    from reported_texts
    where reported_text is not null
)

select * from keyed;

create table staging.stg_code_matches as
-- Texts beside which the nearest code is named, the shortest first: each is compared with every code, and who writes
-- thousands of unknown codes did not mistype them.


with

keyed as (select * from "build"."staging"."stg_reported_codes"),

code_texts as (select * from "build"."staging"."stg_code_texts"),

unknown_keys as (
    select distinct
        keyed.kind,
        keyed.text_key
    from keyed
    anti join code_texts
        on
            keyed.kind = code_texts.kind
            and keyed.text_key = code_texts.text_key
    qualify
        row_number() over (partition by keyed.kind order by length(keyed.text_key), keyed.text_key)
        <= 2000
),

nearest as (
    select
        unknown_keys.kind,
        unknown_keys.text_key,
        arg_max(
            code_texts.code,
            (jaro_winkler_similarity(unknown_keys.text_key, code_texts.text_key), code_texts.code)
        ) as nearest_code
    from unknown_keys
    inner join code_texts on unknown_keys.kind = code_texts.kind
    where list_has_any(string_split(unknown_keys.text_key, ''), string_split(code_texts.text_key, ''))
    group by unknown_keys.kind, unknown_keys.text_key
),

matched as (
    select
        keyed.kind,
        keyed.reported_text,
        code_texts.code,
        nearest.nearest_code
    from keyed
    left join code_texts
        on
            keyed.kind = code_texts.kind
            and keyed.text_key = code_texts.text_key
    left join nearest
        on
            keyed.kind = nearest.kind
            and keyed.text_key = nearest.text_key
)

select * from matched;

create table staging.stg_period_matches as
with

row_places as (select * from "build"."staging"."stg_row_places"),

details as (select * from "build"."staging"."stg_entry_details"),

arrivals as (select * from "build"."staging"."stg_arrivals"),

reported_texts as (
    select distinct period_text as reported_text from row_places
    union
    select distinct detail_text as reported_text from details
    where field = 'period'
    union
    select distinct cover_period_text as reported_text from arrivals
    union
    select distinct place_period_text as reported_text from arrivals
),

plain as (
    select reported_text, replace(trim(regexp_replace(
        translate(
            reported_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )), ' ', '') as period_text
    from reported_texts
    where reported_text is not null
),

-- 2021-03, 2021-03-01, 2021/3, 202103, 2021年3月; and the midnight that workbooks add to dates.
months as (
    select
        reported_text,
        regexp_extract(period_text, '^(\d{4})(?:(?:-(\d{1,2})(?:-0?1)?|/(\d{1,2})(?:/0?1)?)(?:T?00:00(?::00)?)?|(\d{2})|年(\d{1,2})月)$', 1) as year_text,
        concat(
            regexp_extract(period_text, '^(\d{4})(?:(?:-(\d{1,2})(?:-0?1)?|/(\d{1,2})(?:/0?1)?)(?:T?00:00(?::00)?)?|(\d{2})|年(\d{1,2})月)$', 2),
            regexp_extract(period_text, '^(\d{4})(?:(?:-(\d{1,2})(?:-0?1)?|/(\d{1,2})(?:/0?1)?)(?:T?00:00(?::00)?)?|(\d{2})|年(\d{1,2})月)$', 3),
            regexp_extract(period_text, '^(\d{4})(?:(?:-(\d{1,2})(?:-0?1)?|/(\d{1,2})(?:/0?1)?)(?:T?00:00(?::00)?)?|(\d{2})|年(\d{1,2})月)$', 4),
            regexp_extract(period_text, '^(\d{4})(?:(?:-(\d{1,2})(?:-0?1)?|/(\d{1,2})(?:/0?1)?)(?:T?00:00(?::00)?)?|(\d{2})|年(\d{1,2})月)$', 5)
        ) as month_text
    from plain
),

month_periods as (
    select
        reported_text,
        'month' as frequency,
        try_cast(year_text || '-' || lpad(month_text, 2, '0') || '-01' as date) as period,
        cast(null as date) as day
    from months
),

-- 2022-03-15, 2022/3/15, 20220315, 2022年3月15日; with or without a time of day.
days as (
    select
        reported_text,
        try_cast(
            concat_ws(
                '-',
                regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 1),
                concat(
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 2),
                
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 4),
                
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 6),
                
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 8)
                ),
                concat(
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 3),
                
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 5),
                
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 7),
                
                    regexp_extract(period_text, '^(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)(?:T?\d{2}:\d{2}(?::\d{2})?)?$', 9)
                )
            ) as date
        ) as day
    from plain
),

-- An event is of the month in which its day lies; where only a month is given, the day is not known.
event_periods as (
    select
        month_periods.reported_text,
        'event' as frequency,
        coalesce(cast(date_trunc('month', days.day) as date), month_periods.period) as period,
        days.day
    from month_periods
    inner join days on month_periods.reported_text = days.reported_text
),

year_periods as (
    select
        reported_text,
        'year' as frequency,
        try_cast(nullif(regexp_extract(period_text, '^(\d{4})年?$', 1), '') || '-01-01' as date) as period,
        cast(null as date) as day
    from plain
),

-- A statement is read as a month or year is, and stands beside what the plant reports of it.
statement_periods as (
    select
        reported_text,
        'statement_month' as frequency,
        period,
        day
    from month_periods
    union all
    select
        reported_text,
        'statement_year' as frequency,
        period,
        day
    from year_periods
)

select * from month_periods
union all
select * from year_periods
union all
select * from event_periods
union all
select * from statement_periods;

create table staging.stg_place_texts as
with

arrivals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read'
),

headers as (
    select * from "build"."staging"."stg_headers"
    where not is_repeated
),

layout_columns as (select * from "ledger"."main"."layout_columns"),

foreign_tables as (select * from "ledger"."main"."foreign_tables"),

-- Forms without a cover name plant and period in every row.
layouts_with_row_places as (
    select
        form_id,
        layout_version
    from layout_columns
    where field = 'plant_id'
    union
    select
        form_id,
        layout_version
    from foreign_tables
),

cover_places as (
    select
        arrivals.arrival_id,
        '' as row_plant_text,
        '' as row_period_text,
        arrivals.cover_plant_text as plant_text,
        arrivals.cover_period_text as period_text,
        arrivals.cover_plant_cell as plant_cell,
        arrivals.cover_period_cell as period_cell
    from arrivals
    anti join layouts_with_row_places
        on
            arrivals.form_id = layouts_with_row_places.form_id
            and arrivals.layout_version = layouts_with_row_places.layout_version
),

withdrawals as (
    select arrivals.*
    from arrivals
    semi join layouts_with_row_places
        on
            arrivals.form_id = layouts_with_row_places.form_id
            and arrivals.layout_version = layouts_with_row_places.layout_version
    where arrivals.kind = 'withdraws'
),

entry_places as (select * from "build"."staging"."stg_row_places"),

row_places as (
    select
        arrivals.arrival_id,
        coalesce(entry_places.plant_text, '') as row_plant_text,
        coalesce(entry_places.period_text, '') as row_period_text,
        entry_places.plant_text,
        entry_places.period_text,
        entry_places.reported,
        coalesce(
            plant_headers.sheet || '!' || plant_headers.address_prefix || entry_places.row_number || plant_headers.address_suffix, entry_places.plant_cell
        ) as plant_cell,
        coalesce(
            period_headers.sheet || '!' || period_headers.address_prefix || entry_places.row_number || period_headers.address_suffix, entry_places.period_cell
        ) as period_cell
    from entry_places
    inner join arrivals
        on
            entry_places.content_id = arrivals.content_id
            and entry_places.form_id = arrivals.form_id
            and entry_places.layout_version = arrivals.layout_version
            and (entry_places.has_value or arrivals.kind = 'withdraws')
    left join headers as plant_headers
        on entry_places.table_number = plant_headers.table_number and plant_headers.field = 'plant_id'
    left join headers as period_headers
        on entry_places.table_number = period_headers.table_number and period_headers.field = 'period'
),

-- Where no row names it, the path does.
withdrawn_places as (
    select
        withdrawals.arrival_id,
        '' as row_plant_text,
        '' as row_period_text,
        withdrawals.place_plant_text as plant_text,
        withdrawals.place_period_text as period_text,
        null as plant_cell,
        null as period_cell
    from withdrawals
    anti join row_places on withdrawals.arrival_id = row_places.arrival_id
),

places as (
    select * from cover_places
    union all by name
    select * from row_places
    union all by name
    select * from withdrawn_places
)

select * from places;

create table staging.stg_places as
with

place_texts as (select * from "build"."staging"."stg_place_texts"),

arrivals as (select * from "build"."staging"."stg_arrivals"),

forms as (select * from "build"."reference"."forms"),

plants as (select * from "build"."reference"."plants"),

plant_matches as (
    select * from "build"."staging"."stg_code_matches"
    where kind = 'plant'
),

period_matches as (select * from "build"."staging"."stg_period_matches"),

identified as (
    select
        place_texts.*,
        arrivals.form_id,
        arrivals.kind,
        forms.frequency,
        plant_matches.code as plant_id,
        plant_matches.nearest_code as nearest_plant_id,
        period_matches.period,
        case
        when forms.frequency in ('year', 'statement_year') then last_day(period_matches.period + interval 11 month)
        else last_day(period_matches.period)
    end as period_end
    from place_texts
    inner join arrivals on place_texts.arrival_id = arrivals.arrival_id
    inner join forms on arrivals.form_id = forms.form_id
    left join plant_matches on place_texts.plant_text = plant_matches.reported_text
    left join period_matches
        on place_texts.period_text = period_matches.reported_text and forms.frequency = period_matches.frequency
),

-- Base years come before a plant's first report, and a year is asked for after its last.
with_plants as (
    select
        identified.*,
        plants.industry_id,
        coalesce(
            identified.frequency in ('year', 'statement_month', 'statement_year')
            or (
                identified.period <= coalesce(plants.reports_to, identified.period)
                and identified.period_end >= plants.reports_from
            ), false
        ) as is_due
    from identified
    left join plants
        on
            identified.plant_id = plants.plant_id
            and identified.period_end >= plants.valid_from
            and identified.period <= coalesce(plants.valid_to, identified.period)
    qualify row_number() over (
        partition by identified.arrival_id, identified.row_plant_text, identified.row_period_text
        order by plants.valid_from desc nulls last
    ) = 1
),

-- Rows of one other plant or period that fill gaps of the file's larger report are slips of it, and no report.
strays as (
    select
        slips.arrival_id,
        slips.row_plant_text,
        slips.row_period_text,
        arg_max(reports.plant_text, len(reports.reported)) as meant_plant_text,
        arg_max(reports.period_text, len(reports.reported)) as meant_period_text
    from with_plants as slips
    inner join with_plants as reports
        on
            slips.arrival_id = reports.arrival_id
            and slips.industry_id = reports.industry_id
            and (slips.plant_id = reports.plant_id) <> (slips.period = reports.period)
            and len(slips.reported) < len(reports.reported)
            and not list_has_any(slips.reported, reports.reported)
    where slips.kind in ('original', 'replaces_all') and slips.frequency in ('month', 'year')
    group by slips.arrival_id, slips.row_plant_text, slips.row_period_text
),

places as (
    select
        with_plants.arrival_id,
        with_plants.row_plant_text,
        with_plants.row_period_text,
        with_plants.plant_text,
        with_plants.period_text,
        with_plants.plant_cell,
        with_plants.period_cell,
        with_plants.form_id,
        with_plants.frequency,
        with_plants.plant_id,
        with_plants.nearest_plant_id,
        with_plants.period,
        with_plants.industry_id,
        with_plants.is_due,
        strays.meant_plant_text,
        strays.meant_period_text,
        case
            when strays.arrival_id is null and with_plants.plant_id is not null and with_plants.period is not null
                then
                    'S' || left(md5(concat_ws(
                        '|', with_plants.arrival_id, with_plants.form_id, with_plants.plant_id, with_plants.period
                    )), 16)
        end as submission_id
    from with_plants
    left join strays
        on
            with_plants.arrival_id = strays.arrival_id
            and with_plants.row_plant_text = strays.row_plant_text
            and with_plants.row_period_text = strays.row_period_text
)

select * from places;

create view staging.stg_codings as
with

entries as (select * from "build"."staging"."stg_entries"),

arrivals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read'
),

places as (select * from "build"."staging"."stg_places"),

code_matches as (select * from "build"."staging"."stg_code_matches"),

indicator_matches as (
    select * from code_matches
    where kind = 'indicator'
),

-- Names are read where the column of the codes is missing altogether.
code_columns as (
    select
        table_number,
        bool_or(field = 'indicator_id') as has_indicators,
        bool_or(field = 'material_id') as has_materials
    from "build"."staging"."stg_headers"
    group by table_number
),

plant_matches as (
    select * from code_matches
    where kind = 'plant'
),

unit_matches as (
    select * from code_matches
    where kind = 'unit'
),

data_quality_matches as (
    select * from code_matches
    where kind = 'data_quality'
),

materials as (select * from "build"."reference"."materials"),

material_matches as (
    select
        materials.*,
        code_matches.kind,
        code_matches.reported_text
    from code_matches
    inner join materials on code_matches.code = materials.material_id
),

coded as (
    select
        arrivals.arrival_id,
        places.submission_id,
        places.form_id,
        places.frequency,
        places.plant_id,
        places.period,
        entries.content_id,
        entries.table_number,
        entries.sheet,
        entries.row_number,
        entries.address,
        entries.cell_id,
        entries.counterparty_text,
        entries.unit_text,
        entries.data_quality_text,
        entries.value_type,
        entries.value_text,
        entries.number_text,
        entries.exact_number,
        plant_matches.code as counterparty_id,
        unit_matches.code as unit_id,
        data_quality_matches.code as data_quality,
        coalesce(indicator_matches.code, if(code_columns.has_indicators, null, named_indicators.code)) as indicator_id,
        coalesce(material_matches.material_id, if(code_columns.has_materials, null, named_materials.material_id))
            as material_id,
        coalesce(material_matches.material_class, if(code_columns.has_materials, null, named_materials.material_class))
            as material_class,
        coalesce(material_matches.canonical_unit, if(code_columns.has_materials, null, named_materials.canonical_unit))
            as material_unit,
        coalesce(entries.indicator_text, entries.indicator_name_text) as indicator_text,
        coalesce(entries.material_text, entries.material_name_text) as material_text,
        named_indicators.code <> indicator_matches.code as has_other_indicator_name,
        named_materials.material_id <> material_matches.material_id as has_other_material_name,
        coalesce(entries.document_text, '') as document_id,
        coalesce(places.industry_id, '') as industry_id
    from entries
    inner join arrivals
        on
            entries.content_id = arrivals.content_id
            and entries.form_id = arrivals.form_id
            and entries.layout_version = arrivals.layout_version
    inner join places
        on
            arrivals.arrival_id = places.arrival_id
            and coalesce(entries.plant_text, '') = places.row_plant_text
            and coalesce(entries.period_text, '') = places.row_period_text
    left join code_columns on entries.table_number = code_columns.table_number
    left join indicator_matches
        on coalesce(entries.indicator_text, entries.indicator_name_text) = indicator_matches.reported_text
    left join code_matches as named_indicators
        on entries.indicator_name_text = named_indicators.reported_text and named_indicators.kind = 'indicator_label'
    left join material_matches
        on
            coalesce(entries.material_text, entries.material_name_text) = material_matches.reported_text
            and material_matches.kind = 'material'
    left join material_matches as named_materials
        on entries.material_name_text = named_materials.reported_text and named_materials.kind = 'material_label'
    left join plant_matches on entries.counterparty_text = plant_matches.reported_text
    left join unit_matches on entries.unit_text = unit_matches.reported_text
    left join data_quality_matches on entries.data_quality_text = data_quality_matches.reported_text
)

select * from coded;

create table staging.stg_indicator_scopes as
with

indicators as (select * from "build"."reference"."indicators"),

forms as (select * from "build"."reference"."forms"),

-- The empty industry stands for a plant that is not known: no industry can then be wrong.
industry_ids as (
    select industry_id from "build"."reference"."industries"
    union all
    select '' as industry_id
),

scopes as (
    select
        indicators.indicator_id,
        forms.form_id,
        industry_ids.industry_id,
        indicators.material_class,
        indicators.has_counterparty,
        indicators.canonical_unit,
        indicators.density_material_id,
        indicators.valid_to,
        if(forms.carries_every_indicator, null, indicators.valid_from) as valid_from,
        forms.carries_every_indicator
        or indicators.form_ids = '*'
        or list_contains(string_split(indicators.form_ids, ';'), forms.form_id) as is_on_form,
        industry_ids.industry_id = ''
        or indicators.industry_ids = '*'
        or list_contains(string_split(indicators.industry_ids, ';'), industry_ids.industry_id) as is_of_industry
    from indicators
    cross join forms
    cross join industry_ids
)

select * from scopes;

create view staging.stg_coding_rules as
with

codings as (select * from "build"."staging"."stg_codings"),

scopes as (select * from "build"."staging"."stg_indicator_scopes"),

judged as (
    select
        codings.arrival_id,
        codings.submission_id,
        codings.form_id,
        codings.frequency,
        codings.plant_id,
        codings.period,
        codings.content_id,
        codings.table_number,
        codings.sheet,
        codings.row_number,
        codings.address,
        codings.cell_id,
        codings.indicator_text,
        codings.material_text,
        codings.counterparty_text,
        codings.unit_text,
        codings.data_quality_text,
        codings.value_type,
        codings.value_text,
        codings.number_text,
        codings.exact_number,
        codings.indicator_id,
        codings.has_other_indicator_name,
        codings.material_id,
        codings.has_other_material_name,
        codings.counterparty_id,
        codings.document_id,
        codings.unit_id,
        codings.data_quality,
        case
            when codings.indicator_text is null then 'missing_indicator_code'
            when codings.indicator_id is null then 'unknown_indicator'
            when not scopes.is_on_form then 'indicator_not_for_form'
            when not scopes.is_of_industry then 'indicator_not_for_industry'
            when
                case
        when codings.frequency in ('year', 'statement_year') then last_day(codings.period + interval 11 month)
        else last_day(codings.period)
    end < scopes.valid_from
                or codings.period > scopes.valid_to then 'indicator_not_in_force'
        end as indicator_rule_id,
        case
            when codings.indicator_id is null then null
            when scopes.material_class is null and codings.material_text is not null then 'unexpected_material'
            when scopes.material_class is not null and codings.material_text is null then 'missing_material'
            when scopes.material_class <> coalesce(codings.material_class, '') then 'unknown_material'
        end as material_rule_id,
        case
            when codings.indicator_id is null then null
            when not scopes.has_counterparty and codings.counterparty_text is not null
                then 'unexpected_counterparty'
            when scopes.has_counterparty and codings.counterparty_text is null then 'missing_counterparty'
            when scopes.has_counterparty and codings.counterparty_id is null then 'unknown_counterparty'
            when scopes.has_counterparty and codings.counterparty_id = codings.plant_id then 'unknown_counterparty'
        end as counterparty_rule_id,
        coalesce(scopes.canonical_unit, codings.material_unit) as unit,
        coalesce(scopes.density_material_id, codings.material_id, '') as density_material_id
    from codings
    left join scopes
        on
            codings.indicator_id = scopes.indicator_id
            and codings.form_id = scopes.form_id
            and codings.industry_id = scopes.industry_id
)

select * from judged;

create table staging.stg_conversions as
with

units as (select * from "build"."reference"."units"),

materials as (select * from "build"."reference"."materials"),

canonical_units as (
    select distinct
        quantity,
        canonical_unit
    from units
),

-- Within a quantity any material will do, and none.
any_material as (
    select material_id
    from materials
    union all
    select '' as material_id
),

within_quantity as (
    select
        units.unit_id,
        units.canonical_unit,
        any_material.material_id,
        units.factor_to_canonical as factor
    from units
    cross join any_material
),

mass_to_volume as (
    select
        units.unit_id,
        canonical_units.canonical_unit,
        materials.material_id,
        cast(units.factor_to_canonical / materials.density_t_per_m3 as decimal(21, 12)) as factor
    from units
    cross join canonical_units
    cross join materials
    where units.quantity = 'mass' and canonical_units.quantity = 'volume' and materials.density_t_per_m3 is not null
),

volume_to_mass as (
    select
        units.unit_id,
        canonical_units.canonical_unit,
        materials.material_id,
        cast(units.factor_to_canonical * materials.density_t_per_m3 as decimal(21, 12)) as factor
    from units
    cross join canonical_units
    cross join materials
    where units.quantity = 'volume' and canonical_units.quantity = 'mass' and materials.density_t_per_m3 is not null
)

select * from within_quantity
union all
select * from mass_to_volume
union all
select * from volume_to_mass;

create table staging.stg_number_matches as
-- What DECIMAL(19,6) holds: 13 digits before the point and 6 after it.




with

entries as (select * from "build"."staging"."stg_entries"),

reported_texts as (
    select distinct
        value_type,
        number_text as value_text,
        trim(regexp_replace(
        translate(
            number_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )) as shown_text
    from entries
    where not coalesce(
        value_type in ('number', 'text') and regexp_full_match(number_text, '-?\d{1,13}(?:\.\d{1,6})?'), false
    )
),

-- What stands before a sign of per cent; it is read where the unit is per cent too.
without_signs as (
    select
        *,
        regexp_replace(shown_text, ' ?%$', '') as plain_text,
        coalesce(ends_with(shown_text, '%'), false) as has_percent_sign
    from reported_texts
),

ungrouped as (
    select
        *,
        case
            when regexp_full_match(plain_text, '[+-]?[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d+)?')
                then replace(replace(plain_text, ',', ''), ' ', '')
            else plain_text
        end as number_text
    from without_signs
),

parts as (
    select
        *,
        -- Plain text makes `10²` of a unit `102`, which is no reading of a number.
        regexp_matches(value_text, '[²³]') as has_power,
        regexp_full_match(number_text, '[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?') and not has_power as is_number,
        regexp_extract(number_text, '^[+-]?(\d*)\.?(\d*)', 1) as whole_part,
        regexp_extract(number_text, '^[+-]?(\d*)\.?(\d*)', 2) as fraction,
        coalesce(nullif(regexp_extract(number_text, '[eE]([+-]?\d+)$', 1), ''), '0') as exponent_text
    from ungrouped
),

-- The number is plus or minus `digits` (without zeros at either end) times ten to the power of minus `decimals`.
scaled as (
    select
        *,
        trim(whole_part || fraction, '0') as digits,
        length(fraction) - try_cast(exponent_text as integer) as printed_decimals,
        printed_decimals
        - length(whole_part || fraction)
        + length(rtrim(whole_part || fraction, '0')) as decimals
    from parts
),

judged as (
    select
        *,
        case
            when value_type = 'formula_without_value' then 'formula_without_value'
            when value_type in ('error', 'boolean') then 'error_value'
            when regexp_full_match(plain_text, '[+-]?(?:nan|inf|infinity)', 'i') then 'number_out_of_range'
            when is_number and digits = '' then null
            when is_number and decimals is null then 'number_out_of_range'
            when is_number and decimals > 6 then 'too_many_decimals'
            when is_number and length(digits) - decimals > 13 then 'number_out_of_range'
            when is_number then null
            when has_power then 'text_for_number'
            when regexp_full_match(plain_text, '[+-]?[\d.,'' ]*\d[\d.,'' ]*') then 'ambiguous_number'
            else 'text_for_number'
        end as rule_id
    from scaled
),

-- Shifted to whole millionths as text, so that no digit passes through a float.
read as (
    select
        value_type,
        value_text,
        rule_id,
        has_percent_sign,
        printed_decimals,
        is_number and rule_id is null and number_text <> trim(value_text) as is_corrected,
        case
            when is_number and rule_id is null
                then cast(
                    if(starts_with(number_text, '-'), '-0', '0')
                    || digits
                    || repeat(
                        '0', cast(greatest(least(6 - decimals, 19), 0) as bigint)
                    )
                    as decimal(19, 0)
                )
        end as millionths
    from judged
)

select
    * exclude (millionths),
    cast(millionths * 0.000001 as decimal(19, 6)) as reported_number
from read;

create table staging.stg_readings as
-- Half of the last of the six decimals that a converted value is stored with.


with

codings as (select * from "build"."staging"."stg_coding_rules"),

conversions as (select * from "build"."staging"."stg_conversions"),

number_matches as (select * from "build"."staging"."stg_number_matches"),

measured as (
    select
        codings.*,
        case
            when codings.exact_number is not null then null
            when number_matches.has_percent_sign and coalesce(codings.unit, '') <> '%' then 'text_for_number'
            else number_matches.rule_id
        end as reported_number_rule_id,
        conversions.factor,
        case
            when codings.unit_text is null then 'missing_unit'
            when codings.unit_id is null then 'unknown_unit'
            when codings.unit is not null and conversions.factor is null then 'unit_of_other_quantity'
        end as unit_rule_id,
        coalesce(number_matches.is_corrected and (not number_matches.has_percent_sign or codings.unit = '%'), false)
            as is_corrected,
        case
            when coalesce(
        codings.value_type in ('number', 'text') and regexp_full_match(codings.number_text, '-?\d{1,13}(?:\.\d{1,6})?'), false
    )
                then coalesce(
        cast(try_cast(codings.number_text as decimal(18, 6)) as decimal(19, 6)),
        try_cast(codings.number_text as decimal(19, 6))
    )
            when not number_matches.has_percent_sign or codings.unit = '%' then number_matches.reported_number
        end as reported_number,
        case
            when coalesce(
        codings.value_type in ('number', 'text') and regexp_full_match(codings.number_text, '-?\d{1,13}(?:\.\d{1,6})?'), false
    )
                then length(split_part(codings.number_text, '.', 2))
            else number_matches.printed_decimals
        end as printed_decimals
    from codings
    left join number_matches
        on
            codings.value_type = number_matches.value_type
            and codings.number_text is not distinct from number_matches.value_text
    -- A value with a sign of per cent is in per cent, also where the cell of the unit says that shares are plain.
    left join conversions
        on
            if(number_matches.has_percent_sign and codings.unit_id = '1', '%', codings.unit_id) = conversions.unit_id
            and codings.unit = conversions.canonical_unit
            and codings.density_material_id = conversions.material_id
),

converted as (
    select
        *,
        coalesce(exact_number, reported_number) is not null and factor is not null as is_convertible,
        case
            when exact_number is not null
                then try_cast(try(exact_number * cast(factor as decimal(21, 12))) as decimal(19, 6))
            when factor = 1 then reported_number
            else try_cast(try(reported_number * factor) as decimal(19, 6))
        end as value,
        try_cast(case
            when reported_number = 0 and printed_decimals <= 0 then 0
            when factor = 1 then power(10, -printed_decimals) / 2
            else greatest(power(10, -printed_decimals) * factor / 2, 5e-07)
        end as decimal(20, 7)) as half_unit
    from measured
),

judged as (
    select
        *,
        case
            when is_convertible and value is null then 'number_out_of_range'
            else reported_number_rule_id
        end as number_rule_id
    from converted
),

readings as (
    select
        arrival_id,
        submission_id,
        form_id,
        frequency,
        plant_id,
        period,
        content_id,
        table_number,
        sheet,
        row_number,
        address,
        cell_id,
        indicator_text,
        material_text,
        counterparty_text,
        unit_text,
        data_quality_text,
        value_text,
        indicator_id,
        has_other_indicator_name,
        material_id,
        has_other_material_name,
        counterparty_id,
        document_id,
        unit_id,
        data_quality,
        unit,
        value,
        half_unit,
        is_corrected,
        indicator_rule_id,
        material_rule_id,
        counterparty_rule_id,
        unit_rule_id,
        number_rule_id,
        submission_id is not null
        and value is not null
        and coalesce(indicator_rule_id, material_rule_id, counterparty_rule_id, unit_rule_id, number_rule_id) is null
            as is_readable
    from judged
)

select * from readings;

create table staging.stg_submissions as
with

arrivals as (select * from "build"."staging"."stg_arrivals"),

places as (
    select distinct
        submission_id,
        arrival_id,
        form_id,
        frequency,
        plant_id,
        period
    from "build"."staging"."stg_places"
    where submission_id is not null
),

submissions as (
    select
        places.*,
        arrivals.content_id,
        arrivals.kind,
        arrivals.revision,
        arrivals.received_at,
        arrivals.path,
        arrivals.path_sequence,
        max(arrivals.received_at) over (
            partition by places.plant_id, places.period, places.frequency, arrivals.revision, arrivals.path
        ) as path_received_at
    from places
    inner join arrivals on places.arrival_id = arrivals.arrival_id
),

-- An edit in place follows what it edits even when it bears an older date.
ranked as (
    select
        * exclude (path_received_at),
        row_number() over (
            partition by plant_id, period, frequency
            order by revision desc, path_received_at desc, path desc, path_sequence desc, arrival_id asc
        ) as precedence
    from submissions
)

select * from ranked;

create table staging.stg_submission_sources as
with recursive

submissions as (select * from "build"."staging"."stg_submissions"),

-- A correction builds on what counts next, but not on its own earlier text: an edit in place takes that text's place.
bases as (
    select
        corrections.submission_id,
        arg_min(earlier.submission_id, earlier.precedence) as base_id
    from submissions as corrections
    inner join submissions as earlier
        on
            corrections.plant_id = earlier.plant_id
            and corrections.period = earlier.period
            and corrections.frequency = earlier.frequency
    where
        corrections.kind = 'replaces_values'
        and earlier.precedence > corrections.precedence
        and not (
            earlier.kind = 'replaces_values'
            and earlier.path = corrections.path
            and earlier.revision = corrections.revision
        )
    group by corrections.submission_id
),

chains as (
    select
        submission_id,
        submission_id as source_submission_id,
        0 as distance
    from submissions
    union all
    select
        chains.submission_id,
        bases.base_id as source_submission_id,
        chains.distance + 1 as distance
    from chains
    inner join bases on chains.source_submission_id = bases.submission_id
),

sources as (
    select
        chains.submission_id,
        chains.source_submission_id,
        chains.distance,
        sources.kind as source_kind,
        sources.arrival_id,
        sources.content_id,
        sources.path,
        submissions.kind,
        submissions.received_at
    from chains
    inner join submissions on chains.submission_id = submissions.submission_id
    inner join submissions as sources on chains.source_submission_id = sources.submission_id
    where sources.kind <> 'withdraws'
)

select * from sources;

create table staging.stg_readings__corrected as
with

sources as (
    select * from "build"."staging"."stg_submission_sources"
    where kind = 'replaces_values'
),

readings as (select * from "build"."staging"."stg_readings"),

-- Two rows report the same when all their codes are known and equal, whether the value can be read or not.
keyed as (
    select
        readings.*,
        sources.submission_id as corrected_id,
        sources.distance,
        readings.indicator_id is not null
        and (readings.material_text is null or readings.material_id is not null)
        and (readings.counterparty_text is null or readings.counterparty_id is not null) as has_key
    from readings
    inner join sources on readings.submission_id = sources.source_submission_id
),

compared as (
    select
        corrected_id as submission_id,
        arrival_id,
        form_id,
        frequency,
        plant_id,
        period,
        content_id,
        table_number,
        sheet,
        row_number,
        address,
        cell_id,
        indicator_text,
        material_text,
        counterparty_text,
        unit_text,
        data_quality_text,
        value_text,
        indicator_id,
        has_other_indicator_name,
        material_id,
        has_other_material_name,
        counterparty_id,
        document_id,
        unit_id,
        data_quality,
        unit,
        value,
        half_unit,
        is_corrected,
        indicator_rule_id,
        material_rule_id,
        counterparty_rule_id,
        unit_rule_id,
        number_rule_id,
        is_readable,
        has_key and distance > min(if(has_key, distance, null)) over (
            partition by corrected_id, indicator_id, material_id, counterparty_id, document_id
        ) as is_replaced
    from keyed
)

select * from compared;

create view staging.stg_readings__counted as
with

readings as (select * from "build"."staging"."stg_readings"),

whole_submissions as (
    select submission_id from "build"."staging"."stg_submissions"
    where kind not in ('replaces_values', 'withdraws')
),

corrected as (select * from "build"."staging"."stg_readings__corrected"),

counted as (
    select
        readings.arrival_id,
        readings.submission_id,
        readings.form_id,
        readings.frequency,
        readings.plant_id,
        readings.period,
        readings.content_id,
        readings.table_number,
        readings.sheet,
        readings.row_number,
        readings.address,
        readings.cell_id,
        readings.indicator_text,
        readings.material_text,
        readings.counterparty_text,
        readings.unit_text,
        readings.data_quality_text,
        readings.value_text,
        readings.indicator_id,
        readings.has_other_indicator_name,
        readings.material_id,
        readings.has_other_material_name,
        readings.counterparty_id,
        readings.document_id,
        readings.unit_id,
        readings.data_quality,
        readings.unit,
        readings.value,
        readings.half_unit,
        readings.is_corrected,
        readings.indicator_rule_id,
        readings.material_rule_id,
        readings.counterparty_rule_id,
        readings.unit_rule_id,
        readings.number_rule_id,
        readings.is_readable
    from readings
    semi join whole_submissions on readings.submission_id = whole_submissions.submission_id
    union all
    select
        arrival_id,
        submission_id,
        form_id,
        frequency,
        plant_id,
        period,
        content_id,
        table_number,
        sheet,
        row_number,
        address,
        cell_id,
        indicator_text,
        material_text,
        counterparty_text,
        unit_text,
        data_quality_text,
        value_text,
        indicator_id,
        has_other_indicator_name,
        material_id,
        has_other_material_name,
        counterparty_id,
        document_id,
        unit_id,
        data_quality,
        unit,
        value,
        half_unit,
        is_corrected,
        indicator_rule_id,
        material_rule_id,
        counterparty_rule_id,
        unit_rule_id,
        number_rule_id,
        is_readable
    from corrected
    where not is_replaced
)

select * from counted;

create table staging.stg_repeated_facts as
with

readings as (
    select * from "build"."staging"."stg_readings__counted"
    where is_readable
),

repeated as (
    select
        submission_id,
        indicator_id,
        material_id,
        counterparty_id,
        document_id
    from readings
    group by submission_id, indicator_id, material_id, counterparty_id, document_id
    having count(*) > 1
),

with_cells as (
    select
        repeated.submission_id,
        repeated.indicator_id,
        repeated.material_id,
        repeated.counterparty_id,
        repeated.document_id,
        list(concat_ws('!', readings.sheet, readings.address) order by readings.cell_id) as cells
    from repeated
    inner join readings
        on
            repeated.submission_id = readings.submission_id
            and repeated.indicator_id = readings.indicator_id
            and repeated.material_id is not distinct from readings.material_id
            and repeated.counterparty_id is not distinct from readings.counterparty_id
            and repeated.document_id = readings.document_id
    group by all
)

select * replace (concat(
    array_to_string(cells[:20], ', '),
    ' and ' || nullif(greatest(len(cells) - 20, 0), 0) || ' more'
) as cells)
from with_cells;

create table staging.stg_facts as
with

readings as (
    select * from "build"."staging"."stg_readings__counted"
    where is_readable
),

repeated_facts as (select * from "build"."staging"."stg_repeated_facts"),

sources as (select * from "build"."staging"."stg_submission_sources"),

indicators as (select * from "build"."reference"."indicators"),

usual_grades as (select * from "build"."staging"."stg_indicator_data_qualities"),

single_readings as (
    select readings.*
    from readings
    anti join repeated_facts
        on
            readings.submission_id = repeated_facts.submission_id
            and readings.indicator_id = repeated_facts.indicator_id
            and readings.material_id is not distinct from repeated_facts.material_id
            and readings.counterparty_id is not distinct from repeated_facts.counterparty_id
            and readings.document_id = repeated_facts.document_id
),

facts as (
    select
        readings.submission_id,
        readings.arrival_id,
        readings.content_id,
        readings.form_id,
        readings.frequency,
        readings.plant_id,
        readings.period,
        readings.indicator_id,
        readings.document_id,
        readings.value,
        readings.unit,
        readings.value_text as reported_text,
        readings.unit_id as reported_unit_id,
        readings.cell_id,
        readings.sheet,
        readings.address,
        indicators.domain,
        indicators.substance_id,
        indicators.flow,
        indicators.carrier,
        sources.received_at,
        sources.path,
        'F' || left(md5(concat_ws(
            '|',
            readings.submission_id,
            readings.indicator_id,
            coalesce(readings.material_id, ''),
            coalesce(readings.counterparty_id, ''),
            readings.cell_id
        )), 16) as fact_id,
        if(indicators.quantity = 'count', 0, readings.half_unit) as half_unit,
        coalesce(readings.data_quality, usual_grades.data_quality) as data_quality,
        coalesce(readings.material_id, '') as material_id,
        coalesce(readings.counterparty_id, '') as counterparty_id
    from single_readings as readings
    inner join sources on readings.submission_id = sources.submission_id and readings.arrival_id = sources.arrival_id
    inner join indicators on readings.indicator_id = indicators.indicator_id
    left join usual_grades on readings.indicator_id = usual_grades.indicator_id
)

select * from facts;

create table staging.stg_activities__reported as
with

facts as (
    select * from "build"."staging"."stg_facts"
    where frequency = 'month'
),

symbols as (
    select
        *,
        unnest(string_split(indicator_ids, ';')) as indicator_id
    from "build"."factors"."int_formulas__symbols"
    where indicator_ids is not null
),

plants as (select * from "build"."factors"."int_plants__methods"),

formulas as (
    select * from "build"."factors"."int_methods__formulas"
    where variant_id = ''
),

-- Exported supply, say, is counted by no method of disclosure: nothing is left out there.
disclosed_kinds as (
    select distinct stream_kind
    from formulas
    where contains(purposes, 'disclosure')
),

-- A fuel may be burnt as one kind of source stream or another: one that counts it is enough.
activity as (
    select
        facts.fact_id,
        facts.submission_id,
        facts.plant_id,
        facts.period,
        facts.material_id,
        symbols.formula_id,
        symbols.stream_kind as counted_kind,
        plants.method_id,
        plants.province_id,
        coalesce(nullif(symbols.material, 'stream'), facts.material_id) as stream_material_id,
        case symbols.material when 'stream' then '*' else symbols.stream_kind end as stream_kind
    from facts
    inner join symbols
        on
            facts.indicator_id = symbols.indicator_id
            and facts.unit = coalesce(symbols.canonical_unit, symbols.unit)
            and (symbols.material is null or symbols.material = 'stream' or facts.material_id in ('', symbols.material))
    inner join plants
        on
            facts.plant_id = plants.plant_id
            and facts.period between plants.valid_from and plants.valid_to
    semi join disclosed_kinds on symbols.stream_kind = disclosed_kinds.stream_kind
    where symbols.is_key
)

select * from activity;

create table staging.stg_activities__lacking_factors as
with

activity as (select * from "build"."staging"."stg_activities__reported"),

asked as (
    select distinct
        formula_id,
        symbol,
        case when origin = 'fact' then name_en end as value_name,
        case when origin = 'fact' then name_zh end as value_name_zh
    from "build"."factors"."int_formulas__symbols"
    where origin <> 'constant' and not is_key
),

formulas as (
    select * from "build"."factors"."int_methods__formulas"
    where variant_id = ''
),

factors as (
    select * from "build"."factors"."int_method_factors__candidates"
    where variant_id = ''
),

counted as (
    select activity.*
    from activity
    inner join formulas
        on
            activity.method_id = formulas.method_id
            and activity.formula_id = formulas.formula_id
            and activity.period between formulas.valid_from and formulas.valid_to
),

situations as (
    select distinct
        method_id,
        formula_id,
        period,
        stream_material_id,
        province_id
    from counted
),

given as (
    select distinct
        situations.*,
        factors.symbol
    from situations
    inner join factors
        on
            situations.method_id = factors.method_id
            and situations.formula_id = factors.formula_id
            and situations.period between factors.valid_from and factors.valid_to
            and factors.material_id in ('*', situations.stream_material_id)
            and factors.province_id in ('*', situations.province_id)
),

-- What the reference data lacks, a plant's own value must give.
lacking as (
    select
        situations.method_id,
        situations.formula_id,
        situations.period,
        situations.stream_material_id,
        situations.province_id,
        asked.symbol,
        asked.value_name,
        asked.value_name_zh
    from situations
    inner join asked on situations.formula_id = asked.formula_id
    anti join given
        on
            situations.method_id = given.method_id
            and situations.formula_id = given.formula_id
            and situations.period = given.period
            and situations.stream_material_id = given.stream_material_id
            and situations.province_id = given.province_id
            and asked.symbol = given.symbol
)

select * from lacking;

create table staging.stg_unread_tables as
with

content_tables as (select * from "build"."staging"."stg_tables"),

headers as (select * from "build"."staging"."stg_headers"),

arrivals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read'
),

arrivals_with_other_sheets as (
    select distinct arrival_id
    from "ledger"."main"."arrival_notes"
    where rule_id = 'unknown_sheet'
),

found_fields as (
    select
        table_number,
        coalesce(bool_or(field = 'value'), false) as has_values,
        coalesce(bool_or(field in ('indicator_id', 'indicator_name')), false) as has_indicators
    from headers
    group by table_number
),

-- An empty sheet says that there is nothing; beside a sheet that nobody knows, its figures may stand there.
unread as (
    select
        arrivals.arrival_id,
        content_tables.table_number,
        content_tables.form_id,
        content_tables.layout_version,
        content_tables.sheet
    from content_tables
    inner join arrivals
        on
            content_tables.content_id = arrivals.content_id
            and content_tables.form_id = arrivals.form_id
            and content_tables.layout_version = arrivals.layout_version
    left join arrivals_with_other_sheets on arrivals.arrival_id = arrivals_with_other_sheets.arrival_id
    left join found_fields on content_tables.table_number = found_fields.table_number
    where
        (found_fields.table_number is null and arrivals_with_other_sheets.arrival_id is not null)
        or not found_fields.has_values
        or (not found_fields.has_indicators and content_tables.indicator_id is null)
)

select * from unread;

create table staging.stg_unread_values as
with

counted as (select * from "build"."staging"."stg_readings__counted"),

of_no_submission as (
    select * exclude (submission_id) from "build"."staging"."stg_readings"
    where submission_id is null
),

repeated_facts as (select * from "build"."staging"."stg_repeated_facts"),

entries as (select * from "build"."staging"."stg_entries"),

code_matches as (select * from "build"."staging"."stg_code_matches"),

materials as (select * from "build"."reference"."materials"),

indicators as (select * from "build"."reference"."indicators"),

submissions as (select * from "build"."staging"."stg_submissions"),

-- A row of no known plant or period is one of the file's only submission, as its finding is.
sole_submissions as (
    select
        arrival_id,
        min(submission_id) as submission_id
    from submissions
    group by arrival_id
    having count(*) = 1
),

readings as (
    select * from counted
    union all by name
    select
        of_no_submission.*,
        sole_submissions.submission_id
    from of_no_submission
    inner join sole_submissions on of_no_submission.arrival_id = sole_submissions.arrival_id
),

unread_tables as (select * from "build"."staging"."stg_unread_tables"),

layout_columns as (select * from "ledger"."main"."layout_columns"),

unread as (
    select
        readings.*,
        entries.indicator_name_text,
        entries.material_name_text
    from readings
    inner join entries on readings.table_number = entries.table_number and readings.row_number = entries.row_number
    left join repeated_facts
        on
            readings.submission_id = repeated_facts.submission_id
            and readings.indicator_id = repeated_facts.indicator_id
            and readings.material_id is not distinct from repeated_facts.material_id
            and readings.counterparty_id is not distinct from repeated_facts.counterparty_id
            and readings.document_id = repeated_facts.document_id
    where
        not readings.is_readable
        or readings.has_other_indicator_name
        or readings.has_other_material_name
        or repeated_facts.submission_id is not null
),

-- A code that is not known, or contradicts the name beside it, is taken for what the name says, else for the nearest.
presumed as (
    select
        unread.submission_id,
        unread.cell_id,
        unnest([
            unread.indicator_id,
            coalesce(named_indicators.code, if(unread.indicator_id is null, indicator_matches.nearest_code, null))
        ]) as indicator_id,
        case
            when unread.material_rule_id is null and not coalesce(unread.has_other_material_name, false)
                then unread.material_id
            else coalesce(named_materials.code, material_matches.nearest_code)
        end as material_id
    from unread
    left join code_matches as indicator_matches
        on unread.indicator_text = indicator_matches.reported_text and indicator_matches.kind = 'indicator'
    left join code_matches as named_indicators
        on unread.indicator_name_text = named_indicators.reported_text and named_indicators.kind = 'indicator_label'
    left join code_matches as material_matches
        on unread.material_text = material_matches.reported_text and material_matches.kind = 'material'
    left join code_matches as named_materials
        on unread.material_name_text = named_materials.reported_text and named_materials.kind = 'material_label'
),

in_entries as (
    select distinct
        presumed.submission_id,
        presumed.indicator_id,
        presumed.cell_id,
        case
            when indicators.material_class is null then ''
            when materials.material_class = indicators.material_class then presumed.material_id
        end as material_id
    from presumed
    inner join indicators on presumed.indicator_id = indicators.indicator_id
    left join materials on presumed.material_id = materials.material_id
),

domains as (
    select distinct
        form_id,
        layout_version,
        sheet,
        unnest(string_split(domain, ';')) as domain
    from layout_columns
),

in_tables as (
    select
        submissions.submission_id,
        indicators.indicator_id,
        cast(null as varchar) as cell_id,
        if(indicators.material_class is null, '', null) as material_id
    from unread_tables
    inner join submissions on unread_tables.arrival_id = submissions.arrival_id
    inner join domains
        on
            unread_tables.form_id = domains.form_id
            and unread_tables.layout_version = domains.layout_version
            and unread_tables.sheet = domains.sheet
    inner join indicators on domains.domain = indicators.domain
),

unread_values as (
    select * from in_entries
    union all by name
    select * from in_tables
)

select * from unread_values;

create table staging.stg_activities__missing_values as
with

facts as (
    select * from "build"."staging"."stg_facts"
    where frequency = 'month'
),

symbols as (
    select
        *,
        unnest(string_split(indicator_ids, ';')) as indicator_id
    from "build"."factors"."int_formulas__symbols"
    where indicator_ids is not null
),

activity as (select * from "build"."staging"."stg_activities__reported"),

lacking as (select * from "build"."staging"."stg_activities__lacking_factors"),

-- What could not be read is there nonetheless: its own finding says so.
unread_values as (select * from "build"."staging"."stg_unread_values"),

formulas as (
    select * from "build"."factors"."int_methods__formulas"
    where variant_id = ''
),

counted as (
    select activity.*
    from activity
    inner join formulas
        on
            activity.method_id = formulas.method_id
            and activity.formula_id = formulas.formula_id
            and activity.period between formulas.valid_from and formulas.valid_to
),

reported as (
    select
        facts.submission_id,
        facts.material_id,
        symbols.formula_id,
        symbols.symbol,
        symbols.material
    from facts
    inner join symbols on facts.indicator_id = symbols.indicator_id
    where symbols.origin <> 'factor' and not symbols.is_key
    union all
    select
        unread_values.submission_id,
        unread_values.material_id,
        symbols.formula_id,
        symbols.symbol,
        symbols.material
    from unread_values
    inner join symbols on unread_values.indicator_id = symbols.indicator_id
    where symbols.origin <> 'factor' and not symbols.is_key
),

needed as (
    select
        counted.fact_id,
        counted.submission_id,
        counted.material_id,
        counted.formula_id,
        lacking.symbol,
        lacking.value_name,
        lacking.value_name_zh
    from counted
    inner join lacking
        on
            counted.method_id = lacking.method_id
            and counted.formula_id = lacking.formula_id
            and counted.period = lacking.period
            and counted.stream_material_id = lacking.stream_material_id
            and counted.province_id = lacking.province_id
),

found as (
    select
        needed.fact_id,
        needed.formula_id,
        needed.symbol
    from needed
    inner join reported
        on
            needed.submission_id = reported.submission_id
            and needed.formula_id = reported.formula_id
            and needed.symbol = reported.symbol
            and (
                reported.material is distinct from 'stream'
                or needed.material_id = coalesce(reported.material_id, needed.material_id)
            )
),

missing as (
    select
        needed.fact_id,
        needed.formula_id,
        string_agg(distinct needed.value_name, ', ' order by needed.value_name) as values_missing,
        string_agg(distinct needed.value_name_zh, '、' order by needed.value_name_zh) as values_missing_zh
    from needed
    anti join found
        on
            needed.fact_id = found.fact_id
            and needed.formula_id = found.formula_id
            and needed.symbol = found.symbol
    group by needed.fact_id, needed.formula_id
),

by_formula as (
    select
        counted.fact_id,
        counted.formula_id,
        counted.stream_kind,
        missing.values_missing,
        missing.values_missing_zh,
        missing.fact_id is not null as is_missing
    from counted
    left join missing on counted.fact_id = missing.fact_id and counted.formula_id = missing.formula_id
)

select * from by_formula;

create table staging.stg_activities__unserved as
with

activity as (select * from "build"."staging"."stg_activities__reported"),

served as (
    select
        fact_id,
        stream_kind,
        not bool_and(is_missing) as is_served,
        min(values_missing) as values_missing,
        min(values_missing_zh) as values_missing_zh
    from "build"."staging"."stg_activities__missing_values"
    group by fact_id, stream_kind
),

-- Known to a method of the plant at another time: then the method in force does not count it, and that is right.
known_kinds as (
    select distinct
        plants.plant_id,
        formulas.stream_kind
    from "build"."factors"."int_methods__plants" as plants
    inner join "build"."factors"."int_methods__formulas" as formulas on plants.method_id = formulas.method_id
),

unserved as (
    select
        activity.fact_id,
        activity.stream_kind,
        any_value(activity.stream_material_id) as stream_material_id,
        any_value(activity.method_id) as method_id,
        max(activity.formula_id) as formula_id,
        any_value(served.values_missing) as values_missing,
        any_value(served.values_missing_zh) as values_missing_zh
    from activity
    left join served on activity.fact_id = served.fact_id and activity.stream_kind = served.stream_kind
    left join known_kinds
        on activity.plant_id = known_kinds.plant_id and activity.counted_kind = known_kinds.stream_kind
    group by activity.fact_id, activity.stream_kind
    having not coalesce(bool_or(served.is_served), bool_or(known_kinds.stream_kind is not null))
)

select * from unserved;

create table staging.stg_determinations as
with

details as (
    select * from "build"."staging"."stg_entry_details"
    where field = 'method_id'
),

method_matches as (
    select * from "build"."staging"."stg_code_matches"
    where kind = 'method_id'
)

select
    details.value_cell_id as cell_id,
    method_matches.code as method_id
from details
inner join method_matches on details.detail_text = method_matches.reported_text
where method_matches.code is not null;

create table staging.stg_duties as
with

plants as (select * from "build"."reference"."plants"),

forms as (select * from "build"."reference"."forms"),

duties as (select * from "build"."reference"."duties"),

plant_forms as (
    select
        plants.plant_id,
        plants.unit_id,
        plants.industry_id,
        plants.valid_from as member_from,
        lead(plants.valid_from) over (
            partition by plants.plant_id, forms.form_id order by plants.valid_from
        ) as member_until,
        forms.form_id,
        forms.frequency,
        greatest(plants.valid_from, plants.reports_from, forms.valid_from) as first_day,
        least(plants.valid_to, plants.reports_to, date '{as_of}') as last_day_owed
    from plants
    inner join forms on list_contains(string_split(forms.owed_with, ';'), plants.monthly_form_id)
),

periods as (
    select
        *,
        cast(unnest(generate_series(
            date_trunc(frequency, first_day),
            last_day_owed,
            case frequency when 'year' then interval 1 year else interval 1 month end
        )) as date) as period
    from plant_forms
),

period_ends as (
    select
        *,
        case
        when frequency in ('year', 'statement_year') then last_day(period + interval 11 month)
        else last_day(period)
    end as period_end
    from periods
),

owed as (
    select * from period_ends
    where
        period_end >= member_from
        and (member_until is null or period_end < member_until)
),

-- A duty of the plant goes before one of its industry, and that before the one of all.
dated as (
    select
        owed.plant_id,
        owed.unit_id,
        owed.industry_id,
        owed.form_id,
        owed.frequency,
        owed.period,
        owed.period_end,
        duties.grace_days,
        least(
        cast(date_trunc('month', owed.period_end) + to_months(duties.opens_month_offset) + to_days(duties.opens_day - 1) as date),
        last_day(date_trunc('month', owed.period_end) + to_months(duties.opens_month_offset))
    ) as opens_on,
        least(
        cast(date_trunc('month', owed.period_end) + to_months(duties.due_month_offset) + to_days(duties.due_day - 1) as date),
        last_day(date_trunc('month', owed.period_end) + to_months(duties.due_month_offset))
    ) as due_on
    from owed
    inner join duties
        on
            owed.form_id = duties.form_id
            and owed.plant_id = coalesce(duties.plant_id, owed.plant_id)
            and owed.industry_id = coalesce(duties.industry_id, owed.industry_id)
            and owed.period_end >= duties.valid_from
            and owed.period_end <= coalesce(duties.valid_to, owed.period_end)
    qualify row_number() over (
        partition by owed.plant_id, owed.form_id, owed.period
        order by duties.plant_id nulls last, duties.industry_id nulls last, duties.valid_from, duties.duty_id
    ) = 1
)

select
    plant_id,
    unit_id,
    industry_id,
    form_id,
    frequency,
    period,
    period_end,
    opens_on,
    due_on,
    cast(due_on + to_days(grace_days) as date) as in_time_until
from dated;

create table staging.stg_findings__arrivals as
with

arrivals as (select * from "build"."staging"."stg_arrivals"),

arrival_notes as (select * from "ledger"."main"."arrival_notes"),

entries as (select * from "build"."staging"."stg_entries"),

unread_tables as (select * from "build"."staging"."stg_unread_tables"),

rejections as (
    select
        rejection_rule_id as rule_id,
        arrival_id,
        cast(null as varchar) as sheet,
        cast(null as varchar) as address,
        rejection_found as found,
        rejection_expected as expected
    from arrivals
    where state = 'rejected'
),

notes as (
    select
        rule_id,
        arrival_id,
        sheet,
        address,
        string_agg(found, '; ' order by found) as found,
        string_agg(distinct expected, '; ' order by expected) as expected
    from arrival_notes
    group by rule_id, arrival_id, sheet, address
),

without_values as (
    select
        'no_values' as rule_id,
        arrivals.arrival_id,
        null as sheet,
        null as address,
        'a form without a single value' as found,
        '没有任何数值的表单' as found_zh,
        'at least one value; what is missing is not zero' as expected,
        '至少一个数值；缺失不是零' as expected_zh
    from arrivals
    anti join entries
        on
            arrivals.content_id = entries.content_id
            and arrivals.form_id = entries.form_id
            and arrivals.layout_version = entries.layout_version
    anti join unread_tables on arrivals.arrival_id = unread_tables.arrival_id
    where arrivals.state = 'read'
),

in_other_places as (
    select
        'form_differs_from_place' as rule_id,
        arrival_id,
        null as sheet,
        null as address,
        form_id as found,
        null as found_zh,
        concat('form ', place_form_text, ', as the path says; or the file in the folder of ', form_id) as expected,
        concat('路径所示的表单 ', place_form_text, '；或将文件放入 ', form_id, ' 的文件夹') as expected_zh
    from arrivals
    where form_id <> place_form_text
),

findings as (
    select * from rejections
    union all by name
    select * from notes
    union all by name
    select * from without_values
    union all by name
    select * from in_other_places
)

select
    *,
    cast(null as varchar) as submission_id,
    true as concerns_arrival,
    case
        when rule_id in ('unknown_kind', 'unreadable_revision', 'unreadable_sent_at', 'unknown_sidecar_field')
            then 'sending'
        when rule_id = 'form_differs_from_place' then 'submission'
        else 'values'
    end as about
from findings;

create table factors.int_energy__coefficients as
with

bases as (select * from "build"."reference"."energy_bases"),

choices as (
    select
        *,
        unnest(string_split(valuations, ';')) as valuation
    from "build"."reference"."energy_coefficient_choices"
),

coefficients as (select * from "build"."reference"."energy_coefficients"),

factor_units as (select * from "build"."reference"."factor_units"),

units as (select * from "build"."reference"."units"),

heat_values as (
    select * from "build"."factors"."int_factors__canonical"
    where parameter = 'net_calorific_value'
),

coal_equivalent as (
    select
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        reference_id
    from "build"."reference"."constants"
    where constant_id = 'coal_equivalent'
),

by_coefficient as (
    select
        choices.*,
        denominators.canonical_unit as quantity_unit,
        case
            when coefficients.value_low = coefficients.value_high
                then
                    cast(coefficients.value_low as double)
                    * cast(numerators.factor_to_canonical as double)
                    / cast(denominators.factor_to_canonical as double)
        end as tce,
        tce * coal_equivalent.numerator / coal_equivalent.denominator as gj,
        concat_ws(';', coefficients.coefficient_id, coal_equivalent.reference_id) as coefficient_ids,
        'coefficient' as valued_by,
        case
            when coefficients.value_low is null then 'value_of_the_year'
            when coefficients.value_low < coefficients.value_high then 'range'
        end as gap
    from choices
    inner join coefficients on choices.coefficient_id = coefficients.coefficient_id
    inner join factor_units on coefficients.unit = factor_units.unit
    inner join units as numerators on factor_units.numerator_unit_id = numerators.unit_id
    inner join units as denominators on factor_units.denominator_unit_id = denominators.unit_id
    cross join coal_equivalent
),

by_heat_value as (
    select
        choices.*,
        heat_values.per_unit as quantity_unit,
        heat_values.value * coal_equivalent.denominator / coal_equivalent.numerator as tce,
        heat_values.value as gj,
        concat_ws(';', heat_values.factor_id, coal_equivalent.reference_id) as coefficient_ids,
        'default_heat_value' as valued_by
    from choices
    inner join heat_values on choices.ncv_factor_id = heat_values.factor_id
    cross join coal_equivalent
),

unioned as (
    select * from by_coefficient
    union all by name
    select * from by_heat_value
),

folded as (
    select
        unioned.standard_id as standard,
        unioned.valuation,
        bases.is_default,
        unioned.carrier_material_id as carrier,
        unioned.quantity_unit,
        cast(cast(floor((unioned.tce) * 1e12 + 0.5) as decimal(26, 0)) * 0.000000000001 as decimal(18, 12)) as tce_per_unit,
        cast(cast(floor((unioned.gj) * 1e12 + 0.5) as decimal(26, 0)) * 0.000000000001 as decimal(18, 12)) as gj_per_unit,
        unioned.coefficient_ids,
        unioned.valued_by,
        unioned.gap,
        coalesce(unioned.valid_from, date '0001-01-01') as valid_from,
        coalesce(unioned.valid_to, date '9999-12-31') as valid_to
    from unioned
    inner join bases on unioned.standard_id = bases.standard_id and unioned.valuation = bases.valuation
)

select * from folded;

create table staging.stg_findings__factors as
with

facts as (
    select * from "build"."staging"."stg_facts"
    where frequency = 'month'
),

activities as (select * from "build"."staging"."stg_activities__unserved"),

factors as (
    select * from "build"."factors"."int_method_factors__candidates"
    where variant_id = ''
),

coefficients as (
    select * from "build"."factors"."int_energy__coefficients"
    where is_default and gap is null
),

materials as (select * from "build"."reference"."materials"),

without_factor as (
    select
        'activity_without_factor' as rule_id,
        facts.*,
        activities.stream_material_id,
        activities.method_id,
        activities.formula_id,
        activities.values_missing,
        activities.values_missing_zh
    from activities
    inner join facts on activities.fact_id = facts.fact_id
),

-- A heat value of the plant's own, in the unit of the fuel, stands in for the coefficient that is lacking.
measured as (
    select distinct
        submission_id,
        material_id,
        case indicator_id when 'fuel_net_calorific_value_gas' then 'm3' else 't' end as unit
    from facts
    where indicator_id in ('fuel_net_calorific_value', 'fuel_net_calorific_value_gas', 'biomass_net_calorific_value')
),

without_coefficient as (
    select
        'carrier_without_coefficient' as rule_id,
        facts.*,
        facts.material_id as stream_material_id
    from facts
    anti join measured
        on
            facts.submission_id = measured.submission_id
            and facts.material_id = measured.material_id
            and facts.unit = measured.unit
    anti join coefficients
        on facts.material_id = coefficients.carrier and facts.unit = coefficients.quantity_unit
    where facts.carrier = 'fuel' and facts.flow in ('consumed', 'reductant', 'exported')
),

unmatched as (
    select * from without_factor
    union all by name
    select * from without_coefficient
),

known as (
    select
        factors.method_id,
        factors.formula_id,
        string_agg(distinct materials.name_en, ', ' order by materials.name_en) as material_names_en,
        string_agg(distinct materials.name_zh, '、' order by materials.name_zh) as material_names_zh
    from factors
    inner join materials on factors.material_id = materials.material_id
    group by factors.method_id, factors.formula_id
)

select
    unmatched.rule_id,
    unmatched.arrival_id,
    unmatched.submission_id,
    unmatched.sheet,
    unmatched.address,
    'facts' as about,
    false as concerns_arrival,
    concat_ws(
        ' ', coalesce(materials.name_en, unmatched.indicator_id) || ':', unmatched.value, unmatched.unit
    ) as found,
    concat_ws(
        ' ', coalesce(materials.name_zh, unmatched.indicator_id) || '：', unmatched.value, unmatched.unit
    ) as found_zh,
    coalesce(
        'beside it: ' || unmatched.values_missing,
        'one of those that ' || unmatched.method_id || ' has a factor for: ' || known.material_names_en,
        case unmatched.rule_id
            when 'carrier_without_coefficient'
                then 'a fuel with an energy coefficient, or its measured heat value beside it'
            else 'an activity that the method of the plant has a factor for; add it to the reference data'
        end
    ) as expected,
    coalesce(
        '旁边填报：' || unmatched.values_missing_zh,
        unmatched.method_id || ' 有因子的物料之一：' || known.material_names_zh,
        case unmatched.rule_id
            when 'carrier_without_coefficient' then '有折标系数的燃料，或在旁边填报其实测发热量'
            else '工厂所用方法有因子的活动；请将其加入基础数据'
        end
    ) as expected_zh
from unmatched
left join materials on unmatched.stream_material_id = materials.material_id
left join known
    on unmatched.method_id = known.method_id and unmatched.formula_id = known.formula_id;

create table staging.stg_findings__foreign_headers as
with

headers as (select * from "build"."staging"."stg_foreign_headers"),

columns_read as (select * from "build"."staging"."stg_foreign_columns"),

arrivals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read'
),

findings as (
    select
        headers.content_id,
        headers.form_id,
        headers.layout_version,
        headers.sheet,
        'unknown_header' as rule_id,
        'a column that the layout names, among other_columns where it is not to be read' as expected,
        '布局所列的列；不读取的列入 other_columns' as expected_zh,
        coalesce(headers.header_address, headers.address_prefix || headers.header_row || headers.address_suffix)
            as address,
        coalesce(nullif(headers.header_text, ''), 'a column without header') as found,
        coalesce(nullif(headers.header_text, ''), '没有表头的列') as found_zh
    from headers
    anti join columns_read
        on headers.foreign_number = columns_read.foreign_number and headers.header_key = columns_read.header_key
    where not headers.has_any_columns and headers.first_filled_row is not null
)

select
    findings.rule_id,
    arrivals.arrival_id,
    findings.sheet,
    findings.address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    'values' as about,
    cast(null as varchar) as submission_id,
    false as concerns_arrival
from findings
inner join arrivals
    on
        findings.content_id = arrivals.content_id
        and findings.form_id = arrivals.form_id
        and findings.layout_version = arrivals.layout_version;

create table staging.stg_findings__foreign_values as
with

entries as (select * from "build"."staging"."stg_foreign_entries"),

arrivals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read'
),

-- What a layout leaves out is said with its number, and where it stands first.
set_aside as (
    select
        'set_aside_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        arg_min(address, row_number) as address,
        case outcome
            when 'left_out' then concat(count(*), ' values in rows that the layout leaves out')
            when 'missing' then concat(count(*), ' cells with a text for a missing value')
            else concat(count(*), ' values that repeat one of an earlier row')
        end as found,
        case outcome
            when 'left_out' then concat('布局所排除的行中有 ', count(*), ' 个数值')
            when 'missing' then concat(count(*), ' 个单元格以文字表示缺失')
            else concat(count(*), ' 个数值与前面的行重复')
        end as found_zh,
        'as the layout says; missing is not zero' as expected,
        '与布局一致；缺失不是零' as expected_zh
    from entries
    where outcome <> 'read'
    group by content_id, form_id, layout_version, sheet, column_number, outcome
),

rounded as (
    select
        'rounded_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        arg_min(address, row_number) as address,
        concat(count(*), ' values with more than six decimals, or products of two cells') as found,
        concat(count(*), ' 个数值多于六位小数，或为两个单元格之积') as found_zh,
        'six decimals in the canonical unit; rounded there, as the layout says' as expected,
        '标准单位下六位小数；已按布局修约' as expected_zh
    from entries
    where outcome = 'read' and exact_number is not null
    group by content_id, form_id, layout_version, sheet, column_number
    having bool_or(regexp_matches(value_text, '[.,]\d{7}|[eE×]'))
),

marked as (
    select
        'set_aside_by_layout' as rule_id,
        content_id,
        form_id,
        layout_version,
        sheet,
        arg_min(address, row_number) as address,
        concat(count(*), ' values with a mark that the layout takes off') as found,
        concat(count(*), ' 个数值带有布局所去除的标记') as found_zh,
        'as the layout says; the values were read' as expected,
        '与布局一致；数值已读取' as expected_zh
    from entries
    where outcome = 'read' and has_mark
    group by content_id, form_id, layout_version, sheet, column_number
),

hidden as (
    select
        content_id,
        form_id,
        layout_version,
        sheet,
        'hidden_cells' as rule_id,
        arg_min(address, row_number) as address,
        concat(count(*), ' values in hidden cells, from ', arg_min(address, row_number), ' on') as found,
        concat('自 ', arg_min(address, row_number), ' 起 ', count(*), ' 个数值在隐藏单元格中') as found_zh,
        'visible cells; the values were read nonetheless' as expected,
        '可见单元格；数值仍已读取' as expected_zh
    from entries
    where outcome = 'read' and is_hidden
    group by content_id, form_id, layout_version, sheet
),

findings as (
    select * from set_aside
    union all by name
    select * from rounded
    union all by name
    select * from marked
    union all by name
    select * from hidden
)

select
    findings.rule_id,
    arrivals.arrival_id,
    findings.sheet,
    findings.address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    'values' as about,
    cast(null as varchar) as submission_id,
    false as concerns_arrival
from findings
inner join arrivals
    on
        findings.content_id = arrivals.content_id
        and findings.form_id = arrivals.form_id
        and findings.layout_version = arrivals.layout_version;

create table staging.stg_missing_columns as
with

content_tables as (select * from "build"."staging"."stg_tables"),

headers as (select * from "build"."staging"."stg_headers"),

readings as (select * from "build"."staging"."stg_readings"),

layout_columns as (select * from "ledger"."main"."layout_columns"),

-- An indicator or a material may be named by its code or by its name.
known_columns as (
    select
        content_tables.table_number,
        layout_columns.header_text,
        replace(layout_columns.field, '_name', '_id') as field
    from content_tables
    inner join layout_columns
        on
            content_tables.form_id = layout_columns.form_id
            and content_tables.layout_version = layout_columns.layout_version
            and content_tables.sheet = layout_columns.sheet
),

filled_tables as (
    select distinct table_number
    from headers
    where filled_cells > 0
),

found_columns as (
    select distinct
        table_number,
        replace(field, '_name', '_id') as field
    from headers
    where field is not null
),

-- Materials and counterparties are needed only where a row lacks one.
needed_by_rows as (
    select distinct
        table_number,
        unnest([
            if(material_rule_id = 'missing_material', 'material_id', null),
            if(counterparty_rule_id = 'missing_counterparty', 'counterparty_id', null)
        ]) as field
    from readings
),

missing as (
    select
        known_columns.table_number,
        known_columns.field,
        string_agg(known_columns.header_text, ' or ' order by known_columns.header_text) as header_texts
    from known_columns
    semi join filled_tables on known_columns.table_number = filled_tables.table_number
    anti join found_columns
        on known_columns.table_number = found_columns.table_number and known_columns.field = found_columns.field
    left join needed_by_rows
        on known_columns.table_number = needed_by_rows.table_number and known_columns.field = needed_by_rows.field
    where
        known_columns.field in ('plant_id', 'period', 'indicator_id', 'unit', 'value')
        or needed_by_rows.field is not null
    group by known_columns.table_number, known_columns.field
),

-- A header that nobody knows may stand for a column that is missing: the one that is most like it.
mistaken as (
    select
        missing.table_number,
        missing.field,
        arg_max(
            headers.column_number,
            (
                coalesce(jaro_winkler_similarity(lower(headers.header_text), lower(missing.header_texts)), 0),
                headers.column_number
            )
        ) as column_number
    from missing
    inner join headers
        on missing.table_number = headers.table_number and headers.field is null and headers.filled_cells > 0
    group by missing.table_number, missing.field
),

missing_columns as (
    select
        missing.*,
        mistaken.column_number
    from missing
    left join mistaken on missing.table_number = mistaken.table_number and missing.field = mistaken.field
)

select * from missing_columns;

create table staging.stg_tables_without_headers as
with

headers as (select * from "build"."staging"."stg_headers"),

content_tables as (select * from "build"."staging"."stg_tables"),

cells as (select * from "build"."staging"."stg_cells"),

layout_columns as (select * from "ledger"."main"."layout_columns"),

without_headers as (
    select
        headers.table_number,
        headers.header_row,
        arg_min(headers.address_prefix || headers.header_row || headers.address_suffix, headers.column_number)
        filter (where headers.filled_cells > 0) as address
    from headers
    group by headers.table_number, headers.header_row
    having count(headers.field) = 0 and max(headers.filled_cells) > 0
),

known_texts as (
    select
        content_tables.table_number,
        layout_columns.header_text
    from content_tables
    inner join layout_columns
        on
            content_tables.form_id = layout_columns.form_id
            and content_tables.layout_version = layout_columns.layout_version
            and content_tables.sheet = layout_columns.sheet
),

rows_of_headers as (
    select
        content_tables.table_number,
        cells.row_number,
        count(*) as headers_found
    from content_tables
    semi join without_headers on content_tables.table_number = without_headers.table_number
    inner join cells
        on content_tables.content_id = cells.content_id and content_tables.sheet = cells.sheet
    inner join known_texts
        on
            content_tables.table_number = known_texts.table_number
            and lower(trim(regexp_replace(
        translate(
            cells.text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    ))) = lower(trim(regexp_replace(
        translate(
            known_texts.header_text,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～−²³',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~-23'
        ),
        '[\s\x{A0}\x{1680}\x{2000}-\x{200B}\x{202F}\x{205F}\x{3000}\x{FEFF}]+', ' ', 'g'
    )))
    group by content_tables.table_number, cells.row_number
),

headers_found as (
    select
        table_number,
        arg_max(row_number, headers_found) as row_number
    from rows_of_headers
    group by table_number
),

placed as (
    select
        without_headers.table_number,
        without_headers.header_row,
        without_headers.address,
        headers_found.row_number as found_in_row
    from without_headers
    left join headers_found on without_headers.table_number = headers_found.table_number
)

select * from placed;

create table staging.stg_findings__headers as
with

headers as (select * from "build"."staging"."stg_headers"),

content_tables as (select * from "build"."staging"."stg_tables"),

entries as (select * from "build"."staging"."stg_entries"),

arrivals as (
    select * from "build"."staging"."stg_arrivals"
    where state = 'read'
),

missing_columns as (select * from "build"."staging"."stg_missing_columns"),

-- One finding says of these that no header is known, not one of each header.
tables_without_headers as (select * from "build"."staging"."stg_tables_without_headers"),

without_headers as (
    select
        'missing_header' as rule_id,
        table_number,
        address,
        concat('no header of the form in row ', header_row, '; they stand in row ' || found_in_row) as found,
        concat('第 ', header_row, ' 行没有表单的表头', '；表头在第 ' || found_in_row || ' 行') as found_zh,
        concat('the headers in row ', header_row, ', as the template has them') as expected,
        concat('表头在第 ', header_row, ' 行，与模板一致') as expected_zh
    from tables_without_headers
),

unknown_headers as (
    select
        if(headers.field is null, 'unknown_header', 'repeated_header') as rule_id,
        headers.table_number,
        headers.address_prefix || headers.header_row || headers.address_suffix as address,
        headers.header_text as found,
        null as found_zh,
        case
            when headers.field is not null then 'each header once in a sheet'
            else concat('a header of the form', '; nearest: ' || headers.nearest_header_text)
        end as expected,
        case
            when headers.field is not null then '每个表头在一个工作表中只出现一次'
            else concat('表单中的表头', '；最接近：' || headers.nearest_header_text)
        end as expected_zh
    from headers
    anti join missing_columns
        on
            headers.table_number = missing_columns.table_number
            and headers.column_number = missing_columns.column_number
    anti join tables_without_headers on headers.table_number = tables_without_headers.table_number
    where headers.filled_cells > 0 and (headers.field is null or headers.is_repeated)
),

missing_headers as (
    select
        'missing_header' as rule_id,
        missing_columns.table_number,
        headers.address_prefix || headers.header_row || headers.address_suffix as address,
        concat('no column for ', missing_columns.field, '; ' || headers.header_text) as found,
        concat('没有 ', missing_columns.field, ' 列', '；' || headers.header_text) as found_zh,
        concat('in row ', content_tables.header_row, ' a header ', missing_columns.header_texts) as expected,
        concat(
            '第 ', content_tables.header_row, ' 行有表头“', replace(missing_columns.header_texts, ' or ', '”或“'), '”'
        ) as expected_zh
    from missing_columns
    inner join content_tables on missing_columns.table_number = content_tables.table_number
    left join headers
        on
            missing_columns.table_number = headers.table_number
            and missing_columns.column_number = headers.column_number
    anti join tables_without_headers on missing_columns.table_number = tables_without_headers.table_number
),

hidden_cells as (
    select
        table_number,
        'hidden_cells' as rule_id,
        arg_min(address, row_number) as address,
        concat(count(*), ' values in hidden cells, from ', arg_min(address, row_number), ' on') as found,
        concat('自 ', arg_min(address, row_number), ' 起 ', count(*), ' 个数值在隐藏单元格中') as found_zh,
        'visible cells; the values were read nonetheless' as expected,
        '可见单元格；数值仍已读取' as expected_zh
    from entries
    where is_hidden
    group by table_number
),

findings as (
    select * from unknown_headers
    union all by name
    select * from missing_headers
    union all by name
    select * from without_headers
    union all by name
    select * from hidden_cells
)

select
    findings.rule_id,
    arrivals.arrival_id,
    content_tables.sheet,
    findings.address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    cast(null as varchar) as submission_id,
    'values' as about,
    true as concerns_arrival
from findings
inner join content_tables on findings.table_number = content_tables.table_number
inner join arrivals
    on
        content_tables.content_id = arrivals.content_id
        and content_tables.form_id = arrivals.form_id
        and content_tables.layout_version = arrivals.layout_version;

create table staging.stg_findings__numbers as
with

readings as (select * from "build"."staging"."stg_readings"),

repeated_facts as (select * from "build"."staging"."stg_repeated_facts"),

unreadable as (
    select
        *,
        number_rule_id as rule_id,
        value_text as found,
        case number_rule_id
            when 'error_value' then 'a number; the formula gives an error'
            when 'formula_without_value' then 'a formula with its value; open and save the workbook once'
            when 'number_out_of_range' then 'a number of at most 13 digits before the point in the canonical unit'
            when 'too_many_decimals' then 'at most 6 decimals, or a smaller unit'
            when 'ambiguous_number' then 'a decimal point, and thousands in groups of three or without separators'
            else 'a number; an empty cell where there is none'
        end as expected,
        case number_rule_id
            when 'error_value' then '数字；现为公式错误'
            when 'formula_without_value' then '带有计算结果的公式；打开并保存一次工作簿'
            when 'number_out_of_range' then '换算为标准单位后小数点前至多 13 位的数字'
            when 'too_many_decimals' then '至多六位小数，或改用较小的单位'
            when 'ambiguous_number' then '用小数点；千位按三位分组，或不加分隔符'
            else '数字；没有时留空'
        end as expected_zh
    from readings
    where number_rule_id is not null
),

corrected as (
    select
        *,
        'number_corrected' as rule_id,
        value_text as found,
        'plain digits and a decimal point; the value was read' as expected,
        '普通数字和小数点；数值已读取' as expected_zh
    from readings
    where is_corrected
),

-- The first stands where it belongs; each further one is too many.
repeated as (
    select
        readings.*,
        'duplicate_fact' as rule_id,
        readings.value_text as found,
        concat(
            'one value for one indicator, material, counterparty and document; found in ', repeated_facts.cells
        ) as expected,
        concat('同一指标、物料、对方工厂和单据只有一个数值；现见于 ', replace(repeated_facts.cells, ', ', '、'))
            as expected_zh
    from readings
    inner join repeated_facts
        on
            readings.submission_id = repeated_facts.submission_id
            and readings.indicator_id = repeated_facts.indicator_id
            and readings.material_id is not distinct from repeated_facts.material_id
            and readings.counterparty_id is not distinct from repeated_facts.counterparty_id
            and readings.document_id = repeated_facts.document_id
    where readings.is_readable
    qualify row_number() over (
        partition by
            readings.submission_id,
            readings.indicator_id,
            readings.material_id,
            readings.counterparty_id,
            readings.document_id
        order by readings.table_number, readings.row_number
    ) > 1
),

findings as (
    select * from unreadable
    union all
    select * from corrected
    union all
    select * from repeated
)

select
    rule_id,
    arrival_id,
    sheet,
    address,
    found,
    expected,
    expected_zh,
    submission_id,
    row_number,
    'values' as about,
    false as concerns_arrival
from findings;

create table staging.stg_findings__places as
with

places as (select * from "build"."staging"."stg_places"),

arrivals as (select * from "build"."staging"."stg_arrivals"),

place_matches as (
    select
        reported_text,
        code
    from "build"."staging"."stg_code_matches"
    where kind = 'plant'
),

name_matches as (
    select
        reported_text,
        code
    from "build"."staging"."stg_code_matches"
    where kind = 'plant_label'
),

place_periods as (select * from "build"."staging"."stg_period_matches"),

compared as (
    select
        places.*,
        arrivals.place_plant_text,
        arrivals.place_period_text,
        place_periods.period as place_period,
        arrivals.cover_plant_name_text,
        name_matches.code as named_plant_id,
        coalesce(place_matches.code, arrivals.place_plant_text) as place_plant_id
    from places
    inner join arrivals on places.arrival_id = arrivals.arrival_id
    left join place_matches on arrivals.place_plant_text = place_matches.reported_text
    left join name_matches on arrivals.cover_plant_name_text = name_matches.reported_text
    left join place_periods
        on arrivals.place_period_text = place_periods.reported_text and places.frequency = place_periods.frequency
),

plant_differs as (
    select
        'plant_differs_from_place' as rule_id,
        arrival_id,
        submission_id,
        plant_cell as cell,
        plant_id as found,
        concat('plant ', place_plant_text, ', as the path says; or the file in the folder of ', plant_id) as expected,
        concat('路径所示的工厂 ', place_plant_text, '；或将文件放入 ', plant_id, ' 的文件夹') as expected_zh
    from compared
    where plant_id <> place_plant_id and meant_plant_text is null
),

name_differs as (
    select
        'plant_differs_from_name' as rule_id,
        arrival_id,
        submission_id,
        plant_cell as cell,
        plant_id as found,
        concat(named_plant_id, ', the plant named ', cover_plant_name_text, '; or the name of ', plant_id) as expected,
        concat(named_plant_id, '，即名称“', cover_plant_name_text, '”所示工厂；或填 ', plant_id, ' 的名称')
            as expected_zh
    from compared
    where plant_id <> named_plant_id and coalesce(plant_id = place_plant_id, true)
),

stray_rows as (
    select
        'row_of_another_report' as rule_id,
        arrival_id,
        submission_id,
        if(plant_text <> meant_plant_text, plant_cell, period_cell) as cell,
        if(plant_text <> meant_plant_text, plant_text, period_text) as found,
        concat(meant_plant_text, ' ', meant_period_text, ', as the rows around it; or a file of its own') as expected,
        concat(meant_plant_text, ' ', meant_period_text, '，与其他行一致；或单独报送') as expected_zh
    from compared
    where meant_plant_text is not null
),

period_differs as (
    select
        'period_differs_from_place' as rule_id,
        arrival_id,
        submission_id,
        period_cell as cell,
        period_text as found,
        concat('period ', place_period_text, ', as the path says; or the file at the path of ', period_text)
            as expected,
        concat('路径所示的报告期 ', place_period_text, '；或将文件放到 ', period_text, ' 的路径') as expected_zh
    from compared
    where
        period is not null and place_period_text is not null and period is distinct from place_period
        and meant_plant_text is null
),

findings as (
    select * from plant_differs
    union all by name
    select * from name_differs
    union all by name
    select * from stray_rows
    union all by name
    select * from period_differs
)

select
    rule_id,
    arrival_id,
    found,
    expected,
    expected_zh,
    submission_id,
    'submission' as about,
    false as concerns_arrival,
    regexp_extract(cell, '^(.*)!', 1) as sheet,
    regexp_extract(cell, '!([^!]*)$', 1) as address
from findings;

create table staging.stg_originals as
with

submissions as (select * from "build"."staging"."stg_submissions"),

misplaced as (
    select distinct submission_id
    from "build"."staging"."stg_findings__places"
    where rule_id in ('plant_differs_from_place', 'period_differs_from_place')
),

-- A withdrawal ends what came before: an original of a higher revision is again the first.
original_submissions as (
    select
        originals.submission_id,
        originals.plant_id,
        originals.period,
        originals.frequency,
        originals.path,
        originals.received_at,
        originals.content_id,
        originals.precedence,
        count(distinct withdrawals.revision) as withdrawals_before
    from submissions as originals
    left join submissions as withdrawals
        on
            originals.plant_id = withdrawals.plant_id
            and originals.period = withdrawals.period
            and originals.frequency = withdrawals.frequency
            and originals.revision > withdrawals.revision
            and withdrawals.kind = 'withdraws'
    where originals.kind = 'original'
    group by all
),

-- The first path at which an original of a plant and period came is the original's; edits in place stay there. A file
-- that lies at another period's place never takes the place of the file that lies at its own.
original_paths as (
    select
        originals.plant_id,
        originals.period,
        originals.frequency,
        originals.withdrawals_before,
        originals.path,
        arg_min(originals.content_id, originals.precedence) as newest_content_id,
        row_number() over (
            partition by originals.plant_id, originals.period, originals.frequency, originals.withdrawals_before
            order by bool_and(misplaced.submission_id is not null), min(originals.received_at), originals.path
        ) as place
    from original_submissions as originals
    left join misplaced on originals.submission_id = misplaced.submission_id
    group by
        originals.plant_id, originals.period, originals.frequency, originals.withdrawals_before, originals.path
),

first_originals as (
    select * from original_paths
    where place = 1
),

compared as (
    select
        originals.submission_id,
        first_originals.path as first_path,
        originals.path = first_originals.path as is_first,
        originals.content_id = first_originals.newest_content_id as is_same
    from original_submissions as originals
    inner join first_originals
        on
            originals.plant_id = first_originals.plant_id
            and originals.period = first_originals.period
            and originals.frequency = first_originals.frequency
            and originals.withdrawals_before = first_originals.withdrawals_before
)

select * from compared;

create table staging.stg_findings__revisions as
with

submissions as (select * from "build"."staging"."stg_submissions"),

later_originals as (
    select * from "build"."staging"."stg_originals"
    where not is_first
),

second_originals as (
    select
        if(is_same, 'same_file_again', 'second_original') as rule_id,
        submission_id,
        if(is_same, 'the very file of ' || first_path, 'a second original of the same plant and period') as found,
        if(is_same, '与 ' || first_path || ' 为同一文件', '同一工厂、同一报告期的第二份原始报送') as found_zh,
        if(
            is_same, 'each file once', 'kind replaces_all with a higher revision; the original is ' || first_path
        ) as expected,
        if(
            is_same, '每个文件只报送一次', '类型 replaces_all 且版次更高；原始报送为 ' || first_path
        ) as expected_zh
    from later_originals
),

-- An edit in place may keep its revision; what comes to another path may not.
outdated as (
    select
        'revision_not_higher' as rule_id,
        later.submission_id,
        concat('revision ', later.revision) as found,
        concat('版次 ', later.revision) as found_zh,
        concat('a revision above ', max(earlier.revision), ', which came before') as expected,
        concat('高于先前版次 ', max(earlier.revision), ' 的版次') as expected_zh
    from submissions as later
    inner join submissions as earlier
        on
            later.plant_id = earlier.plant_id
            and later.period = earlier.period
            and later.frequency = earlier.frequency
    where
        (
            (later.kind <> 'original' or earlier.kind = 'withdraws')
            and later.path <> earlier.path
            and (later.received_at, later.path) > (earlier.received_at, earlier.path)
            and later.revision <= earlier.revision
        )
        or (
            later.path = earlier.path
            and later.path_sequence > earlier.path_sequence
            and later.revision < earlier.revision
        )
    group by later.submission_id, later.revision
),

findings as (
    select * from second_originals
    union all
    select * from outdated
)

select
    findings.rule_id,
    submissions.arrival_id,
    null as sheet,
    null as address,
    findings.found,
    findings.found_zh,
    findings.expected,
    findings.expected_zh,
    findings.submission_id,
    'submission' as about,
    false as concerns_arrival
from findings
inner join submissions on findings.submission_id = submissions.submission_id;

create table staging.stg_findings__codes as
with

readings as (
    select * from "build"."staging"."stg_readings"
    where coalesce(indicator_rule_id, material_rule_id, counterparty_rule_id) is not null
),

code_matches as (select * from "build"."staging"."stg_code_matches"),

indicators as (select * from "build"."reference"."indicators"),

materials_by_class as (
    select
        material_class,
        string_agg(material_id, ', ' order by material_id) as material_ids
    from "build"."reference"."materials"
    group by material_class
),

explained as (
    select
        readings.*,
        indicators.form_ids,
        indicators.industry_ids,
        indicators.material_class,
        materials_by_class.material_ids,
        concat(indicators.indicator_id, ' (', indicators.name_zh, ')') as indicator_label,
        concat_ws(' to ', indicators.valid_from, indicators.valid_to) as validity_en,
        concat_ws(' 至 ', indicators.valid_from, indicators.valid_to) as validity_zh,
        '; nearest: ' || indicator_matches.nearest_code as nearest_indicator_en,
        '；最接近：' || indicator_matches.nearest_code as nearest_indicator_zh,
        '; nearest: ' || material_matches.nearest_code as nearest_material_en,
        '；最接近：' || material_matches.nearest_code as nearest_material_zh,
        '; nearest: ' || plant_matches.nearest_code as nearest_plant_en,
        '；最接近：' || plant_matches.nearest_code as nearest_plant_zh
    from readings
    left join indicators on readings.indicator_id = indicators.indicator_id
    left join materials_by_class on indicators.material_class = materials_by_class.material_class
    left join code_matches as indicator_matches
        on readings.indicator_text = indicator_matches.reported_text and indicator_matches.kind = 'indicator'
    left join code_matches as material_matches
        on readings.material_text = material_matches.reported_text and material_matches.kind = 'material'
    left join code_matches as plant_matches
        on readings.counterparty_text = plant_matches.reported_text and plant_matches.kind = 'plant'
),

indicator_findings as (
    select
        *,
        indicator_rule_id as rule_id,
        'indicator_id' as field,
        indicator_text as found,
        case indicator_rule_id
            when 'missing_indicator_code' then 'the code of an indicator beside the value'
            when 'unknown_indicator' then concat('the code or name of an indicator', nearest_indicator_en)
            when 'indicator_not_for_form' then concat(indicator_label, ' on ', replace(form_ids, ';', ' or '))
            when 'indicator_not_for_industry'
                then concat(indicator_label, ' from ', replace(industry_ids, ';', ', '), ' only')
            when 'indicator_not_in_force' then concat(indicator_label, ' in periods from ', validity_en)
        end as expected,
        case indicator_rule_id
            when 'missing_indicator_code' then '数值旁的指标代码'
            when 'unknown_indicator' then concat('指标代码或名称', nearest_indicator_zh)
            when 'indicator_not_for_form' then concat(indicator_label, '，用于表单 ', replace(form_ids, ';', '、'))
            when 'indicator_not_for_industry'
                then concat(indicator_label, '，仅由 ', replace(industry_ids, ';', '、'), ' 行业报送')
            when 'indicator_not_in_force' then concat(indicator_label, '，报告期自 ', validity_zh, ' 起')
        end as expected_zh
    from explained
    where indicator_rule_id is not null
),

material_findings as (
    select
        *,
        material_rule_id as rule_id,
        'material_id' as field,
        material_text as found,
        case material_rule_id
            when 'unexpected_material' then concat('no material for ', indicator_label)
            else concat('a material of class ', material_class, ' (', material_ids, ')', nearest_material_en)
        end as expected,
        case material_rule_id
            when 'unexpected_material' then concat(indicator_label, '不填物料')
            else concat(material_class, ' 类物料（', replace(material_ids, ', ', '、'), '）', nearest_material_zh)
        end as expected_zh
    from explained
    where material_rule_id is not null
),

counterparty_findings as (
    select
        *,
        counterparty_rule_id as rule_id,
        'counterparty_id' as field,
        counterparty_text as found,
        case counterparty_rule_id
            when 'unexpected_counterparty' then concat('no counterparty for ', indicator_label)
            else concat('the code of the plant on the other side', nearest_plant_en)
        end as expected,
        case counterparty_rule_id
            when 'unexpected_counterparty' then concat(indicator_label, '不填对方工厂')
            else concat('对方工厂的代码', nearest_plant_zh)
        end as expected_zh
    from explained
    where counterparty_rule_id is not null
),

findings as (
    select * from indicator_findings
    union all
    select * from material_findings
    union all
    select * from counterparty_findings
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected,
    expected_zh
from findings;

create table staging.stg_findings__data_quality as
with

readings as (
    select * from "build"."staging"."stg_readings"
    where data_quality_text is not null and data_quality is null
),

grade_matches as (
    select * from "build"."staging"."stg_code_matches"
    where kind = 'data_quality'
),

usual_grades as (select * from "build"."staging"."stg_indicator_data_qualities"),

known_grades as (
    select string_agg(data_quality, ', ' order by quality_rank) as grades
    from "build"."reference"."data_quality_grades"
),

findings as (
    select
        readings.*,
        'unknown_data_quality' as rule_id,
        'data_quality' as field,
        readings.data_quality_text as found,
        concat(
            'one of ',
            known_grades.grades,
            '; nearest: ' || grade_matches.nearest_code,
            '; used until then: ' || usual_grades.data_quality
        ) as expected,
        concat(
            '以下之一：',
            replace(known_grades.grades, ', ', '、'),
            '；最接近：' || grade_matches.nearest_code,
            '；此前按 ' || usual_grades.data_quality || ' 计'
        ) as expected_zh
    from readings
    cross join known_grades
    left join grade_matches on readings.data_quality_text = grade_matches.reported_text
    left join usual_grades on readings.indicator_id = usual_grades.indicator_id
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected,
    expected_zh
from findings;

create table staging.stg_findings__details as
with

readings as (select * from "build"."staging"."stg_readings"),

details as (select * from "build"."staging"."stg_entry_details"),

content_tables as (select * from "build"."staging"."stg_tables"),

layout_columns as (select * from "ledger"."main"."layout_columns"),

code_matches as (select * from "build"."staging"."stg_code_matches"),

code_texts as (select * from "build"."staging"."stg_code_texts"),

-- Where every row reports the same, these tell what happened to it.
required_details as (
    select
        content_tables.table_number,
        layout_columns.field,
        string_agg(layout_columns.header_text, ' or ' order by layout_columns.header_text) as header_texts
    from content_tables
    inner join layout_columns
        on
            content_tables.form_id = layout_columns.form_id
            and content_tables.layout_version = layout_columns.layout_version
            and content_tables.sheet = layout_columns.sheet
    where
        content_tables.indicator_id is not null
        and layout_columns.field in ('document_id', 'licence_id', 'treatment_id')
    group by content_tables.table_number, layout_columns.field
),

missing as (
    select
        case required_details.field
            when 'document_id' then 'missing_document_number'
            when 'licence_id' then 'missing_licence'
            when 'treatment_id' then 'missing_treatment'
        end as rule_id,
        readings.*,
        required_details.field,
        cast(null as varchar) as found,
        concat('a text under ', required_details.header_texts) as expected,
        concat('在“', replace(required_details.header_texts, ' or ', '”或“'), '”列填写') as expected_zh
    from readings
    inner join required_details on readings.table_number = required_details.table_number
    anti join details
        on
            readings.table_number = details.table_number
            and readings.row_number = details.row_number
            and required_details.field = details.field
),

known_codes as (
    select
        kind,
        string_agg(distinct code, ', ' order by code) as codes
    from code_texts
    group by kind
),

unknown as (
    select
        case details.field
            when 'treatment_id' then 'unknown_treatment'
            when 'method_id' then 'unknown_determination_method'
        end as rule_id,
        readings.*,
        details.field,
        details.detail_text as found,
        concat('one of ', known_codes.codes, '; nearest: ' || code_matches.nearest_code) as expected,
        concat('以下之一：', replace(known_codes.codes, ', ', '、'), '；最接近：' || code_matches.nearest_code) as expected_zh
    from readings
    inner join details on readings.table_number = details.table_number and readings.row_number = details.row_number
    inner join code_matches on details.field = code_matches.kind and details.detail_text = code_matches.reported_text
    inner join known_codes on details.field = known_codes.kind
    where code_matches.code is null
),

findings as (
    select * from missing
    union all
    select * from unknown
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected,
    expected_zh
from findings;

create table staging.stg_findings__names as
with

readings as (select * from "build"."staging"."stg_readings"),

findings as (
    select
        arrival_id,
        submission_id,
        table_number,
        sheet,
        row_number,
        address,
        'indicator_name' as field,
        indicator_id as code
    from readings
    where has_other_indicator_name and indicator_rule_id is null
    union all
    select
        arrival_id,
        submission_id,
        table_number,
        sheet,
        row_number,
        address,
        'material_name' as field,
        material_id as code
    from readings
    where has_other_material_name and material_rule_id is null
)

select
    'name_of_other_code' as rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    'a name that belongs to another code than the one beside it' as found,
    '名称属于另一代码' as found_zh,
    concat('the name of ', code, '; the code was read') as expected,
    concat(code, ' 的名称；已按代码读取') as expected_zh
from findings;

create table staging.stg_findings__units as
with

readings as (
    select * from "build"."staging"."stg_readings"
    where unit_rule_id is not null
),

unit_matches as (
    select * from "build"."staging"."stg_code_matches"
    where kind = 'unit'
),

conversions as (select * from "build"."staging"."stg_conversions"),

indicators as (select * from "build"."reference"."indicators"),

allowed_units as (
    select
        canonical_unit,
        material_id as density_material_id,
        string_agg(unit_id, ', ' order by unit_id) as unit_ids
    from conversions
    group by canonical_unit, material_id
),

findings as (
    select
        readings.*,
        readings.unit_rule_id as rule_id,
        'unit' as field,
        readings.unit_text as found,
        concat(
            'a unit of ',
            coalesce(indicators.quantity, 'the indicator'),
            ' (' || allowed_units.unit_ids || ')',
            '; nearest: ' || unit_matches.nearest_code
        ) as expected,
        concat(
            indicators.name_zh,
            '的计量单位',
            '（' || replace(allowed_units.unit_ids, ', ', '、') || '）',
            '；最接近：' || unit_matches.nearest_code
        ) as expected_zh
    from readings
    left join unit_matches on readings.unit_text = unit_matches.reported_text
    left join indicators on readings.indicator_id = indicators.indicator_id
    left join allowed_units
        on
            readings.unit = allowed_units.canonical_unit
            and coalesce(indicators.density_material_id, readings.material_id, '') = allowed_units.density_material_id
)

select
    rule_id,
    arrival_id,
    submission_id,
    table_number,
    sheet,
    row_number,
    address as value_address,
    field,
    found,
    expected,
    expected_zh
from findings;

create table staging.stg_findings__rows as
with

findings as (
    select * from "build"."staging"."stg_findings__codes"
    union all by name
    select * from "build"."staging"."stg_findings__units"
    union all by name
    select * from "build"."staging"."stg_findings__names"
    union all by name
    select * from "build"."staging"."stg_findings__data_quality"
    union all by name
    select * from "build"."staging"."stg_findings__details"
),

headers as (
    select * from "build"."staging"."stg_headers"
    where not is_repeated
),

missing_columns as (select * from "build"."staging"."stg_missing_columns"),

-- Where the column is missing, the value's own cell stands for it; a finding about the column is one for all rows.
addressed as (
    select
        findings.rule_id,
        findings.arrival_id,
        findings.submission_id,
        findings.sheet,
        coalesce(headers.address_prefix || findings.row_number || headers.address_suffix, findings.value_address) as address,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.row_number,
        'values' as about,
        false as concerns_arrival
    from findings
    left join headers on findings.table_number = headers.table_number and findings.field = headers.field
    anti join missing_columns
        on findings.table_number = missing_columns.table_number and findings.field = missing_columns.field
)

select * from addressed;

create table staging.stg_findings__submissions as
with

submissions as (select * from "build"."staging"."stg_submissions"),

arrivals as (select * from "build"."staging"."stg_arrivals"),

-- The whole forms that corrections build on.
whole_sources as (
    select * from "build"."staging"."stg_submission_sources"
    where source_kind <> 'replaces_values'
),

duties as (select * from "build"."staging"."stg_duties"),

places as (
    select
        submission_id,
        bool_and(industry_id is not null and is_due) as is_active,
        min(period_cell) as period_cell
    from "build"."staging"."stg_places"
    where submission_id is not null
    group by submission_id
),

inactive as (
    select
        'plant_not_active' as rule_id,
        submissions.submission_id,
        cast(submissions.period as varchar) as found,
        null as found_zh,
        'a period in which the plant is active and reports' as expected,
        '工厂在运行且应报送的报告期' as expected_zh
    from submissions
    inner join places on submissions.submission_id = places.submission_id
    where not places.is_active and submissions.period <= date '{as_of}'
),

future as (
    select
        'period_in_future' as rule_id,
        submission_id,
        cast(period as varchar) as found,
        null as found_zh,
        concat('a period that has begun by ', date '{as_of}') as expected,
        concat('截至 ', date '{as_of}', ' 已开始的报告期') as expected_zh
    from submissions
    where period > date '{as_of}'
),

-- What withdraws reports nothing, so it may come at any time.
early as (
    select
        'too_early' as rule_id,
        submissions.submission_id,
        concat('sent on ', cast(submissions.received_at as date)) as found,
        concat('报送日 ', cast(submissions.received_at as date)) as found_zh,
        concat('sent on ', min(duties.opens_on), ' or later') as expected,
        concat('自 ', min(duties.opens_on), ' 起报送') as expected_zh
    from submissions
    inner join duties
        on
            submissions.plant_id = duties.plant_id
            and submissions.frequency = duties.frequency
            and submissions.period = duties.period
    where submissions.kind <> 'withdraws'
    group by submissions.submission_id, submissions.received_at
    having cast(submissions.received_at as date) < min(duties.opens_on)
),

without_base as (
    select
        'nothing_to_replace' as rule_id,
        submissions.submission_id,
        'values to be put in place, and nothing that they could be put into' as found,
        '有待替换的数值，但没有可替换的报送' as found_zh,
        'an original before it, or the whole form with kind replaces_all' as expected,
        '先有原始报送，或以 replaces_all 报送整个表单' as expected_zh
    from submissions
    anti join whole_sources on submissions.submission_id = whole_sources.submission_id
    where submissions.kind = 'replaces_values'
),

without_reason as (
    select
        'reason_not_given' as rule_id,
        submissions.submission_id,
        'kind ' || submissions.kind || ' without a reason' as found,
        '类型为 ' || submissions.kind || '，未写原因' as found_zh,
        'the reason on the cover or in the sidecar' as expected,
        '在封面或附带说明文件中写明原因' as expected_zh
    from submissions
    inner join arrivals on submissions.arrival_id = arrivals.arrival_id
    where submissions.kind <> 'original' and arrivals.reason is null
),

findings as (
    select * from inactive
    union all
    select * from future
    union all
    select * from early
    union all
    select * from without_base
    union all
    select * from without_reason
),

-- What is wrong with the period stands where the period stands.
placed as (
    select
        findings.rule_id,
        submissions.arrival_id,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.submission_id,
        case when findings.rule_id in ('plant_not_active', 'period_in_future') then places.period_cell end as cell
    from findings
    inner join submissions on findings.submission_id = submissions.submission_id
    inner join places on findings.submission_id = places.submission_id
)

select
    rule_id,
    arrival_id,
    found,
    found_zh,
    expected,
    expected_zh,
    submission_id,
    'sending' as about,
    false as concerns_arrival,
    regexp_extract(cell, '^(.*)!', 1) as sheet,
    regexp_extract(cell, '!([^!]*)$', 1) as address
from placed;

create table staging.stg_findings__unread_places as
with

places as (select * from "build"."staging"."stg_places"),

-- A plant that is not known stands in many rows of a table: it is said once.
plant_findings as (
    select
        case when plant_text is null then 'missing_plant' else 'unknown_plant' end as rule_id,
        arrival_id,
        any_value(submission_id) as submission_id,
        arg_min(plant_cell, (length(plant_cell), plant_cell)) as cell,
        concat(plant_text, if(count(*) > 1, concat(' (', count(*), ' periods)'), '')) as found,
        concat(plant_text, if(count(*) > 1, concat('（', count(*), ' 个报告期）'), '')) as found_zh,
        any_value(concat('the code of a plant', '; nearest: ' || nearest_plant_id)) as expected,
        any_value(concat('工厂代码', '；最接近：' || nearest_plant_id)) as expected_zh
    from places
    where plant_id is null
    group by arrival_id, plant_text
),

period_findings as (
    select
        'unreadable_period' as rule_id,
        arrival_id,
        submission_id,
        period_cell as cell,
        period_text as found,
        case frequency
            when 'year' then 'a year such as 2021'
            when 'event' then 'a day such as 2022-03-15'
            else 'a month such as 2021-03'
        end as expected,
        case frequency
            when 'year' then '年份，如 2021'
            when 'event' then '日期，如 2022-03-15'
            else '月份，如 2021-03'
        end as expected_zh
    from places
    where period is null
),

findings as (
    select * from plant_findings
    union all by name
    select * from period_findings
)

select
    rule_id,
    arrival_id,
    found,
    found_zh,
    expected,
    expected_zh,
    submission_id,
    'submission' as about,
    false as concerns_arrival,
    regexp_extract(cell, '^(.*)!', 1) as sheet,
    regexp_extract(cell, '!([^!]*)$', 1) as address
from findings;

create table staging.stg_findings__causes as
with

findings as (
    select * from "build"."staging"."stg_findings__arrivals"
    union all by name
    select * from "build"."staging"."stg_findings__unread_places"
    union all by name
    select * from "build"."staging"."stg_findings__places"
    union all by name
    select * from "build"."staging"."stg_findings__submissions"
    union all by name
    select * from "build"."staging"."stg_findings__revisions"
    union all by name
    select * from "build"."staging"."stg_findings__headers"
    union all by name
    select * from "build"."staging"."stg_findings__foreign_headers"
    union all by name
    select * from "build"."staging"."stg_findings__foreign_values"
    union all by name
    select * from "build"."staging"."stg_findings__rows"
    union all by name
    select * from "build"."staging"."stg_findings__numbers"
    union all by name
    select * from "build"."staging"."stg_findings__factors"
),

-- What follows from a plant or a period that cannot be right is not said again of each row.
consequences as (
    select
        findings.submission_id,
        unnest(case
            when findings.rule_id in ('plant_not_active', 'period_in_future')
                then ['indicator_not_in_force', 'activity_without_factor', 'carrier_without_coefficient']
            when findings.rule_id in ('plant_differs_from_name', 'plant_differs_from_place')
                then ['indicator_not_for_industry', 'activity_without_factor']
        end) as rule_id
    from findings
),

without_consequences as (
    select
        findings.rule_id,
        findings.arrival_id,
        findings.submission_id,
        findings.sheet,
        findings.row_number,
        findings.address,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.about,
        findings.concerns_arrival
    from findings
    anti join consequences
        on findings.submission_id = consequences.submission_id and findings.rule_id = consequences.rule_id
)

select * from without_consequences;

create table staging.stg_findings as
with

findings as (select * from "build"."staging"."stg_findings__causes"),

arrivals as (select * from "build"."staging"."stg_arrivals"),

submissions as (select * from "build"."staging"."stg_submissions"),

sources as (
    select * from "build"."staging"."stg_submission_sources"
    where kind = 'replaces_values' and distance > 0
),

replaced_rows as (
    select distinct
        submission_id,
        arrival_id,
        sheet,
        row_number
    from "build"."staging"."stg_readings__corrected"
    where is_replaced
),

sole_submissions as (
    select
        arrival_id,
        min(submission_id) as submission_id
    from submissions
    group by arrival_id
    having count(*) = 1
),

-- What concerns the whole file concerns each of its submissions; a row of no known plant or period, the only one.
assigned as (
    select
        findings.rule_id,
        findings.arrival_id,
        findings.sheet,
        findings.row_number,
        findings.address,
        findings.found,
        findings.found_zh,
        findings.expected,
        findings.expected_zh,
        findings.about,
        coalesce(findings.submission_id, submissions.submission_id, sole_submissions.submission_id) as submission_id
    from findings
    left join submissions
        on findings.concerns_arrival and findings.arrival_id = submissions.arrival_id
    left join sole_submissions on findings.arrival_id = sole_submissions.arrival_id
),

-- What is wrong with the values that a correction leaves in their place is wrong with the corrected whole.
left_in_place as (
    select
        assigned.rule_id,
        assigned.arrival_id,
        assigned.sheet,
        assigned.row_number,
        assigned.address,
        assigned.found,
        assigned.found_zh,
        assigned.expected,
        assigned.expected_zh,
        assigned.about,
        sources.submission_id,
        assigned.arrival_id as source_arrival_id
    from assigned
    inner join sources on assigned.submission_id = sources.source_submission_id
    anti join replaced_rows
        on
            sources.submission_id = replaced_rows.submission_id
            and assigned.arrival_id = replaced_rows.arrival_id
            and assigned.sheet = replaced_rows.sheet
            and assigned.row_number = replaced_rows.row_number
    where assigned.about in ('values', 'submission')
),

attributed as (
    select * from assigned
    union all by name
    select * from left_in_place
),

completed as (
    select
        attributed.rule_id,
        attributed.arrival_id,
        attributed.submission_id,
        submissions.plant_id,
        submissions.period,
        arrivals.path,
        attributed.sheet,
        attributed.address,
        attributed.found,
        attributed.expected,
        attributed.expected_zh,
        coalesce(attributed.found_zh, attributed.found) as found_zh,
        coalesce(submissions.received_at, arrivals.received_at) as received_at,
        left(arrivals.content_id, 12) || '!' || attributed.sheet || '!' || attributed.address as cell_id,
        concat_ws('!', attributed.source_arrival_id, attributed.sheet, attributed.address) as finding_key
    from attributed
    inner join arrivals on attributed.arrival_id = arrivals.arrival_id
    left join submissions on attributed.submission_id = submissions.submission_id
    where submissions.kind is distinct from 'withdraws' or attributed.about <> 'values'
)

select * from completed;

create table staging.stg_manifests as
with

facts as (
    select * from "build"."staging"."stg_facts"
    where flow = 'manifested'
),

details as (select * from "build"."staging"."stg_entry_details"),

period_matches as (
    select * from "build"."staging"."stg_period_matches"
    where frequency = 'event'
),

treatment_matches as (
    select * from "build"."staging"."stg_code_matches"
    where kind = 'treatment_id'
),

per_value as (
    select
        value_cell_id,
        any_value(detail_text) filter (where field = 'period') as period_text,
        any_value(upper(detail_text)) filter (where field = 'licence_id') as licence_id,
        any_value(cell_id) filter (where field = 'licence_id') as licence_cell_id,
        any_value(detail_text) filter (where field = 'treatment_id') as treatment_text,
        any_value(cell_id) filter (where field = 'treatment_id') as treatment_cell_id
    from details
    group by value_cell_id
)

select
    facts.fact_id,
    facts.submission_id,
    facts.plant_id,
    facts.period,
    facts.document_id as manifest_number,
    facts.material_id as waste_code,
    facts.value as quantity_t,
    facts.cell_id,
    facts.received_at,
    period_matches.day as transferred_on,
    per_value.licence_id,
    per_value.licence_cell_id,
    treatment_matches.code as treatment_id,
    per_value.treatment_cell_id
from facts
inner join per_value on facts.cell_id = per_value.value_cell_id
left join period_matches on per_value.period_text = period_matches.reported_text
left join treatment_matches on per_value.treatment_text = treatment_matches.reported_text;
