-- What a gate notes down while it works, in its in-memory database.
create table gate.rules (
    rule_id varchar,
    edition integer,
    kind varchar,
    gate varchar,
    stage integer,
    severity varchar,
    holds varchar,
    statement_en varchar,
    statement_zh varchar,
    expected_en varchar,
    expected_zh varchar,
    valid_from date
);

-- Every waiver, with the fingerprint of the values it was given for.
create table gate.waivers (
    waiver_id varchar,
    rule_id varchar,
    plant_id varchar,
    period_from date,
    period_to date,
    fingerprint varchar,
    found varchar,
    expires_on date,
    is_expired boolean
);

-- What each cell that a broken subject rests on reports: indicator, material, counterparty, value and unit as sent.
create table gate.cell_values (cell_id varchar, reported varchar);

-- One row per run of a rule that was answered: how many subjects it judged.
create table gate.runs (
    rule_id varchar,
    edition integer,
    subjects bigint
);

-- One row per subject that breaks a rule, or that a rule could not judge because it raised.
create table gate.broken (
    rule_id varchar,
    edition integer,
    is_raised boolean,
    submission_id varchar,
    arrival_id varchar,
    plant_id varchar,
    period date,
    finding_key varchar,
    sheet varchar,
    address varchar,
    cell_ids varchar[],
    mart varchar,
    row_key varchar,
    found_en varchar,
    found_zh varchar,
    expected_en varchar,
    expected_zh varchar
);

-- The submissions that rules across periods compare with: of each plant, period and frequency the one
-- that counts first among those that nothing holds so far.
create table gate.history (submission_id varchar);
