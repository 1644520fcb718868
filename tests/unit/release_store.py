"""A small installation to publish from: a tiny project, and builds made by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb

from pipelines.builds import Build, begin_build
from pipelines.inputs import Inputs, inputs_of
from pipelines.reference import read_seed
from pipelines.release_records import Release
from pipelines.releases import publish
from pipelines.settings import Settings

AS_OF = date(2021, 12, 31)

SEEDS = {
    "plants": (
        "plant_id,industry_id,monthly_form_id,valid_from,valid_to,reports_from,reports_to\n"
        "AL01,aluminium_smelting,monthly_csv,2001-01-01,,2019-01-01,2021-12-31\n"
        "CU01,copper_smelting,monthly_csv,2001-01-01,,2019-01-01,\n"
    ),
    "forms": (
        "form_id,frequency,place_pattern,owed_with,valid_from\n"
        "monthly_csv,month,monthly_csv/{plant_id}_{year}-{month}.csv,monthly_csv,2019-01-01\n"
        "annual_return,year,annual_return/{plant_id}_{year}.xlsx,monthly_csv,2019-01-01\n"
    ),
    "duties": (
        "duty_id,form_id,industry_id,plant_id,due_day,due_month_offset,grace_days,valid_from,"
        "valid_to\n"
        "monthly_csv,monthly_csv,,,10,1,0,2001-01-01,\n"
        "annual_return,annual_return,,,31,3,0,2001-01-01,\n"
    ),
    "retention": (
        "retention_id,value\nlast_releases,30\nlast_releases_of_months,1200\nreader_days,1\n"
        "check_folders,30\ndagster_runs,30\nfiles_of_a_table,30\n"
    ),
    "restated_values": "mart,column_name,grain,key_columns\n",
    "restatement_causes": "seed,cause,dates_move_figures\nplants,boundary,true\n",
    "waivers": "waiver_id,rule_id,expires_on\nW1,water_identity,2022-06-30\n",
    "rules": (
        "rule_id,edition,kind,gate,stage,severity,holds,guards,domain,statement_en,statement_zh,"
        "reason_en,reason_zh,expected_en,expected_zh,parameters,source,valid_from,valid_to\n"
        "water_identity,1,identity,gate_1,1,blocking,submission,stg_facts,water,"
        "Total water is the sum of its parts,总用水量等于各部分之和,Conservation,守恒,"
        "the sum,总和,{},GB/T,2019-01-01,\n"
        "group_identity,1,identity,gate_2,1,blocking,none,fct_water,water,"
        "The group is the sum of its plants,集团等于各工厂之和,Conservation,守恒,"
        "the sum,总和,{},GB/T,2019-01-01,\n"
    ),
}
KEYS = """
models:
  - name: fct_water
    data_tests:
      - primary_key: {arguments: {columns: [plant_id, period]}}
"""
BUILD = """
create schema marts;
create schema reference;
create table reference.plants as select 'AL01' as plant_id, '=cmd()' as plant_name_zh;
create table marts.fct_water (plant_id varchar, period date, fresh_water_m3 decimal(38,6));
insert into marts.fct_water values
    ('AL01', '2019-01-01', 1.5), ('AL01', '2020-01-01', 2.5), ('CU01', '2020-02-01', null);
comment on table marts.fct_water is 'One row per plant and month.';
comment on column marts.fct_water.fresh_water_m3 is 'Fresh water in m3.';
create table marts.fct_indicators as select 'F1' as fact_id, 'AL01' as plant_id;
create table marts.fct_submission_status as
select
    'AL01' as plant_id, date '2021-01-01' as period, 'monthly_csv' as form,
    'month' as frequency, 'held' as status, date '2021-02-10' as due_on,
    timestamp '2021-02-12 08:00:00' as received_at,
    timestamp '2021-02-12 08:00:00' as first_received_at, true as is_late,
    'S1' as submission_id, 'S1' as newest_submission_id, 'A1' as arrival_id,
    'Li Wei' as sender, null::varchar as reason,
    1::bigint as blocking_findings, 0::bigint as warning_findings;
"""
FINDINGS = """
copy (
    select
        'X1' as finding_id, 'water_identity' as rule_id, 'blocking' as severity, 'open' as state,
        'S1' as submission_id, 'A1' as arrival_id, 'monthly_csv/AL01.csv' as path,
        'csv' as sheet, 'R2C5' as address,
        'Total water is not the sum' as message_en, '总用水量不符' as message_zh,
        null::date as period
) to '{file}' (format parquet);
create view marts.fct_findings as from '{file}';
comment on view marts.fct_findings is 'One row per finding.';
"""


def installation(folder: Path) -> Settings:
    """Settings of a tiny project with an empty inbox, all below a folder."""
    settings = Settings(folder / "project", folder / "raw", folder / "home")
    settings.seeds.mkdir(parents=True)
    settings.layouts.mkdir()
    settings.raw.mkdir()
    for name, text in SEEDS.items():
        (settings.seeds / f"{name}.csv").write_text(text, encoding="utf-8")
    marts = settings.dbt_project / "models" / "marts"
    marts.mkdir(parents=True)
    (marts / "_marts.yml").write_text(KEYS, encoding="utf-8")
    return settings


def make_build(settings: Settings, build_id: str = "b1", change: str = "") -> Build:
    """A build of three marts and one seed, changed by some SQL."""
    build = begin_build(settings, build_id, AS_OF)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(BUILD)
        findings = str(build.checks / "findings_gate_1.parquet").replace("'", "''")
        connection.execute(FINDINGS.format(file=findings))
        connection.execute(change or "select 1")
    return build


def inputs(settings: Settings) -> Inputs:
    """The inputs as of the day of the builds."""
    return inputs_of(settings, AS_OF)


def release(
    settings: Settings, build_id: str = "b1", change: str = "", now: datetime | None = None
) -> Release:
    """A release of such a build."""
    build = make_build(settings, build_id, change)
    return publish(settings, build, inputs(settings), now=now)


def keep(settings: Settings, **values: int) -> None:
    """Make a few values of `retention.csv` others."""
    lines = {row["retention_id"]: row["value"] for row in read_seed(settings, "retention")}
    lines |= {name: str(value) for name, value in values.items()}
    text = "".join(f"{name},{value}\n" for name, value in lines.items())
    (settings.seeds / "retention.csv").write_text(f"retention_id,value\n{text}", encoding="utf-8")
