-- Checksum: ee557d21093350b8c9ef0a08ecbeb9313c6e27796faf605b08a5eae7ba14d065
-- Made by `make staging-sql`; do not edit.
create schema reference;

create table reference.constants (
    constant_id varchar,
    numerator decimal(18,0),
    denominator decimal(18,0),
    unit varchar,
    reference_id varchar,
    source varchar
);

create table reference.data_quality_grades (
    data_quality varchar,
    quality_rank integer,
    name_zh varchar,
    name_en varchar,
    aliases varchar,
    source varchar
);

create table reference.determination_methods (
    method_id varchar,
    name_zh varchar,
    name_en varchar,
    preference integer,
    e_prtr_code varchar,
    source varchar
);

create table reference.duties (
    duty_id varchar,
    form_id varchar,
    industry_id varchar,
    plant_id varchar,
    opens_day integer,
    opens_month_offset integer,
    due_day integer,
    due_month_offset integer,
    grace_days integer,
    valid_from date,
    valid_to date,
    source varchar
);

create table reference.energy_bases (
    standard_id varchar,
    valuation varchar,
    name_zh varchar,
    name_en varchar,
    is_default boolean,
    valid_from date,
    valid_to date,
    source varchar
);

create table reference.energy_coefficient_choices (
    standard_id varchar,
    valuations varchar,
    carrier_material_id varchar,
    coefficient_id varchar,
    ncv_factor_id varchar,
    valid_from date,
    valid_to date,
    reason varchar,
    source varchar
);

create table reference.energy_coefficients (
    coefficient_id varchar,
    kind varchar,
    name_zh varchar,
    name_en varchar,
    standard varchar,
    average_ncv varchar,
    ncv_unit varchar,
    value_low decimal(18,12),
    value_high decimal(18,12),
    unit varchar,
    source varchar,
    confidence varchar,
    note varchar,
    evidence varchar
);

create table reference.factor_units (
    unit varchar,
    numerator_unit_id varchar,
    denominator_unit_id varchar,
    source varchar
);

create table reference.factors (
    factor_id varchar,
    factor_set varchar,
    parameter varchar,
    parameter_source_text varchar,
    material_id varchar,
    material_source_text varchar,
    region_id varchar,
    series varchar,
    value decimal(18,12),
    unit varchar,
    valid_from date,
    valid_to date,
    published_on date,
    published_on_basis varchar,
    source varchar,
    confidence varchar,
    evidence varchar
);

create table reference.forms (
    form_id varchar,
    name_zh varchar,
    name_en varchar,
    frequency varchar,
    reader varchar,
    place_pattern varchar,
    owed_with varchar,
    carries_every_indicator boolean,
    valid_from date,
    source varchar
);

create table reference.formula_symbols (
    formula_id varchar,
    symbol varchar,
    origin varchar,
    indicator_ids varchar,
    factor_parameter varchar,
    constant_id varchar,
    material varchar,
    is_regional boolean,
    is_key boolean,
    unit varchar,
    name_en varchar,
    name_zh varchar
);

create table reference.formulas (
    formula_id varchar,
    stream_kind varchar,
    gas varchar,
    scope2_basis varchar,
    name_zh varchar,
    name_en varchar,
    expression varchar,
    source varchar,
    doubt_en varchar,
    doubt_zh varchar
);

create table reference.indicators (
    indicator_id varchar,
    name_zh varchar,
    name_en varchar,
    domain varchar,
    canonical_unit varchar,
    quantity varchar,
    material_class varchar,
    has_counterparty boolean,
    form_ids varchar,
    industry_ids varchar,
    is_required boolean,
    substance_id varchar,
    flow varchar,
    carrier varchar,
    density_material_id varchar,
    valid_from date,
    valid_to date,
    help_zh varchar,
    help_en varchar,
    source varchar
);

create table reference.industries (
    industry_id varchar,
    name_zh varchar,
    name_en varchar,
    main_product_id varchar,
    renewable_carrier varchar,
    source varchar
);

create table reference.materials (
    material_id varchar,
    name_zh varchar,
    name_en varchar,
    material_class varchar,
    canonical_unit varchar,
    density_t_per_m3 decimal(18,12),
    is_renewable boolean,
    waste_class varchar,
    source varchar
);

create table reference.method_factor_sets (
    method_id varchar,
    stream_kind varchar,
    variant_id varchar,
    preference integer,
    factor_set varchar,
    series varchar,
    region_level varchar,
    valid_from date,
    valid_to date,
    source varchar
);

create table reference.method_formulas (
    method_id varchar,
    formula_id varchar,
    variant_id varchar,
    preference integer,
    purposes varchar,
    valid_from date,
    valid_to date,
    source varchar
);

create table reference.method_variants (
    method_id varchar,
    stream_kind varchar,
    variant_id varchar,
    gwp_set varchar,
    name_en varchar,
    name_zh varchar,
    warning_en varchar,
    warning_zh varchar,
    source varchar
);

create table reference.methods (
    method_id varchar,
    name_zh varchar,
    name_en varchar,
    industry_ids varchar,
    purposes varchar,
    guideline varchar,
    edition varchar,
    gwp_set varchar,
    factor_cut_off varchar,
    rounding_id varchar,
    valid_from date,
    valid_to date,
    source varchar,
    doubt_en varchar,
    doubt_zh varchar
);

create table reference.plants (
    plant_id varchar,
    plant_name_zh varchar,
    plant_name_en varchar,
    unit_id varchar,
    industry_id varchar,
    province_id varchar,
    monthly_form_id varchar,
    valid_from date,
    valid_to date,
    reports_from date,
    reports_to date,
    source varchar
);

create table reference.provinces (
    province_id varchar,
    name_zh varchar,
    name_en varchar,
    grid_region varchar,
    source varchar
);

create table reference.steam_saturation (
    pressure_mpa decimal(19,6),
    temperature_c decimal(19,6),
    source varchar
);

create table reference.unit_aliases (
    alias varchar,
    unit_id varchar,
    alias_kind varchar
);

create table reference.units (
    unit_id varchar,
    name_zh varchar,
    quantity varchar,
    canonical_unit varchar,
    factor_to_canonical decimal(21,12),
    pint_expression varchar,
    source varchar
);

create table reference.usual_data_qualities (
    domain varchar,
    indicator_id varchar,
    data_quality varchar,
    source varchar
);

create table reference.waste_receiver_licences (
    licence_id varchar,
    waste_code varchar,
    receiver_name_zh varchar,
    receiver_name_en varchar,
    treatment_ids varchar,
    yearly_quantity_t decimal(19,6),
    valid_from date,
    valid_to date,
    source varchar
);

create table reference.waste_storage_limits (
    plant_id varchar,
    waste_code varchar,
    most_months integer,
    capacity_t decimal(19,6),
    valid_from date,
    valid_to date,
    source varchar
);

create table reference.waste_treatments (
    treatment_id varchar,
    name_zh varchar,
    name_en varchar,
    kind varchar,
    source varchar
);
