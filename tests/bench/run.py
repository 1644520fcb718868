"""Measure speed and memory against plain ways of doing the same, and write docs/benchmarks.md.

    python tests/bench/run.py docs/benchmarks.md [--workbooks 1000] [--copies 31]
        [--methods-copies 26] [--runs 3]

Everything is measured in one run, each command as a process of its own, in turn with its opponent;
what counts is the ratio of medians.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import duckdb
import intake
import marts
import measure

from pipelines.audit.tables import write_contradictions
from pipelines.builds import Build, begin_build
from pipelines.intake import take_in
from pipelines.reference import read_seed
from pipelines.settings import Settings

HERE = Path(__file__).parent
AS_OF = date(2026, 1, 31)
# Hand-written SQL knows the methods of these years alone; all methods are in force in those.
PUBLISHED_YEARS = (2019, 2021)
METHODS_YEARS = (2023, 2025)
# What only the accounting of greenhouse gases needs; of the lineage, the rows of its marts.
ACCOUNTING = ("intermediate/accounting", "intermediate/groups", "marts/ghg", "marts/groups")
LINEAGE = "models/marts/lineage/bridge_lineage.sql"
LINEAGE_SHARE = """
    select count(*) filter (where regexp_matches(mart, '_ghg_|eliminations')) / count(*)
    from marts.bridge_lineage
"""
# Built in the first pass, or made by the gates, which do not run here.
NOT_TIMED = ("config.schema:factors", "path:models/marts/quality")
MARTS = ("fct_water", "fct_energy", "fct_ghg_emissions")
ALL_ACCEPTED = """
copy (
    select
        submission_id, arrival_id, form_id, frequency, plant_id, period,
        'accepted' as verdict, true as is_used, 0::bigint as blocking_findings,
        0::bigint as compliance_findings, 0::bigint as warning_findings, 0::bigint as info_findings
    from build.staging.stg_submissions
) to '{file}'
"""


def measure_intake(workbooks: int, runs: int) -> list[str]:
    """The lines of the page on intake."""
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "raw"
        intake.write_workbooks(inbox, workbooks)
        size = sum(path.stat().st_size for path in inbox.rglob("*.xlsx")) / 2**20
        script = [sys.executable, str(HERE / "intake.py")]
        found = measure.in_turn(
            {name: [*script, name, str(inbox)] for name in ("potline", "calamine")}, runs
        ) | measure.in_turn({"pandas": [*script, "pandas", str(inbox)]}, 1)
    potline = found["potline"]
    return [
        f"## Intake of {workbooks:,} workbooks ({size:.0f} MiB; cover and seven sheets of 40 rows)",
        "",
        "| what | seconds (median) | peak MiB | against Potline |",
        "|---|---|---|---|",
        *(
            f"| {title} | {found[name].median:.1f} | {found[name].peak_mib:.0f} "
            f"| {found[name].median / potline.median:.2f} |"
            for name, title in (
                ("potline", "Potline: archive, parse, cells stored in the ledger"),
                ("calamine", "a bare calamine loop: every cell read, nothing kept"),
                ("pandas", "`pandas.read_excel` with openpyxl: every sheet read, nothing kept"),
            )
        ),
        "",
        f"Potline takes {potline.median / found['calamine'].median:.2f} times the bare loop "
        f"(promised: at most 4) and is {found['pandas'].median / potline.median:.1f} times as fast "
        "as pandas (promised: at least 4).",
        "",
    ]


def measure_marts(copies: int, runs: int) -> list[str]:
    """The lines of the page on the rebuild of three marts."""
    with tempfile.TemporaryDirectory() as folder:
        big = _big_group(Path(folder), copies, PUBLISHED_YEARS)
        rows = [_rebuild(big) for _ in range(runs)]
        by_hand = measure.in_turn({"hand": _hand_command(big)}, runs)["hand"]
        equal = _differences(big)
        with duckdb.connect(str(big.build.database), read_only=True) as connection:
            connection.execute(f"attach '{big.settings.ledger}' as ledger (read_only)")
            cells, plants = connection.execute(
                """
                select
                    (select count(*) from ledger.cells),
                    (select count(distinct plant_id) from staging.stg_submissions)
                """
            ).fetchall()[0]
    seconds = sorted(sum(models for models, _, _ in row) for row in rows)[len(rows) // 2]
    whole = sorted(sum(process for _, process, _ in row) for row in rows)[len(rows) // 2]
    peak = max(memory for row in rows for _, _, memory in row)
    return [
        f"## Rebuild of {', '.join(MARTS)} for {plants} plants of 36 months ({cells:,} cells)",
        "",
        "| what | seconds (median) | peak MiB |",
        "|---|---|---|",
        f"| the dbt models, from cells to marts | {seconds:.1f} | {peak:.0f} |",
        f"| the same with the start of dbt, twice | {whole:.1f} | {peak:.0f} |",
        f"| hand-written SQL ([handwritten.sql](../tests/bench/handwritten.sql)) "
        f"| {by_hand.median:.1f} | {by_hand.peak_mib:.0f} |",
        "",
        f"The models take {seconds / by_hand.median:.2f} times the hand-written SQL (promised: at "
        f"most 1.5), the whole processes {whole / by_hand.median:.2f} times; peak memory "
        f"{peak / 1024:.2f} GiB (promised: under 4). Rows that differ between the two: {equal}.",
        "",
    ]


def measure_accounting(copies: int) -> list[str]:
    """The lines of the page on what the accounting by all methods adds to the marts without it."""
    with tempfile.TemporaryDirectory() as folder:
        big = _big_group(Path(folder), copies, METHODS_YEARS)
        _first_pass(big)
        seconds = _seconds_by_model(big)
        selected = ["path:models/intermediate", "path:models/marts"]
        _dbt(big, "run", "--select", *selected, "--exclude", *NOT_TIMED)
        seconds |= _seconds_by_model(big)
        with duckdb.connect(str(big.build.database), read_only=True) as connection:
            plants, results = connection.execute(
                """
                select
                    (select count(distinct plant_id) from staging.stg_submissions),
                    (select count(*) from marts.fct_ghg_by_method)
                """
            ).fetchall()[0]
            [(share,)] = connection.execute(LINEAGE_SHARE).fetchall()
    added = sum(value for path, value in seconds.items() if _is_accounting(path))
    added += share * seconds[LINEAGE]
    without = sum(seconds.values()) - added
    slowest = sorted(seconds.items(), key=lambda item: -item[1])[:8]
    return [
        f"## The accounting by all methods for {plants} plants of 36 months ({results:,} results)",
        "",
        "| model | seconds |",
        "|---|---|",
        *(f"| {Path(path).stem} | {value:.1f} |" for path, value in slowest),
        "",
        f"The models of the accounting, with {share:.0%} of the lineage, take {added:.1f} s, all "
        "others, from cells to marts, "
        f"{without:.1f} s: it adds {added / without:.0%} (promised: at most half).",
        "",
    ]


def _is_accounting(path: str) -> bool:
    return any(part in path for part in ACCOUNTING)


def measure_gates() -> list[str]:
    """The lines of the page on the gates' share of a nightly run over the demonstration group."""
    from orchestration.nightly import run_nightly

    with tempfile.TemporaryDirectory() as home:
        settings = dataclasses.replace(Settings.from_environment(), home=Path(home))
        outcome = run_nightly(settings, AS_OF)
    if outcome.status != "released":
        raise RuntimeError(f"the nightly run of the benchmark ended as {outcome.status}: {outcome}")
    total = sum(seconds for _, seconds in outcome.steps)
    gates = sum(seconds for name, seconds in outcome.steps if name.startswith("gate"))
    return [
        "## The nightly run over the demonstration group",
        "",
        "| step | seconds |",
        "|---|---|",
        *(f"| {name} | {seconds:.1f} |" for name, seconds in outcome.steps),
        "",
        f"The gates take {gates / total:.0%} of the {total:.0f} s "
        f"({outcome.counts['rules_planned']} rules, {outcome.counts['facts']:,} facts).",
        "",
    ]


@dataclasses.dataclass(frozen=True)
class BigGroup:
    """A ledger of many plants with its dbt project and build, below one folder."""

    settings: Settings
    project: Path
    build: Build
    hand: Path


def _big_group(folder: Path, copies: int, years: tuple[int, int]) -> BigGroup:
    small = dataclasses.replace(Settings.from_environment(), home=folder / "small")
    take_in(small)
    settings = dataclasses.replace(small, home=folder / "big")
    settings.home.mkdir()
    plants = sorted({row["plant_id"] for row in read_seed(small, "plants")})
    marts.copy_ledger(small.ledger, settings.ledger, plants, copies, years)
    project = folder / "dbt_project"
    marts.copy_project(small, project, copies)
    build = begin_build(settings, "bench", AS_OF)
    return BigGroup(settings, project, build, folder / "by_hand.duckdb")


def _rebuild(big: BigGroup) -> list[tuple[float, float, float]]:
    """Models' seconds, process seconds and peak MiB of both passes; seeds are loaded before."""
    first = _first_pass(big)
    selected = [f"path:models/intermediate,+{mart}" for mart in MARTS]
    second = _dbt(big, "run", "--select", *selected, *MARTS, "--exclude", "config.schema:factors")
    return [first, second]


def _first_pass(big: BigGroup) -> tuple[float, float, float]:
    """What `_dbt` says of staging; all its submissions are accepted, and gate 1 found nothing."""
    begin_build(big.settings, "bench", AS_OF)
    _dbt(big, "seed")
    selected = ["+path:models/staging", "config.schema:factors"]
    first = _dbt(big, "run", "--select", *selected, "--exclude", "path:seeds")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{big.build.database}' as build (read_only)")
        connection.execute(f"attach '{big.settings.ledger}' as ledger (read_only)")
        write_contradictions(big.settings, big.build.checks)
        connection.execute(ALL_ACCEPTED.format(file=big.build.checks / "verdicts.parquet"))
    return first


def _dbt(big: BigGroup, command: str, *arguments: str) -> tuple[float, float, float]:
    target = big.settings.home / "target"
    environment = {
        **big.build.environment(big.settings),
        "DBT_PROFILES_DIR": str(big.project),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(big.settings.home / "logs"),
    }
    dbt = Path(sys.executable).parent / "dbt"
    line = [str(dbt), command, "--project-dir", str(big.project), *arguments]
    seconds, peak = measure.measure(line, environment)
    times = [
        datetime.fromisoformat(step[key].replace("Z", "+00:00"))
        for result in json.loads((target / "run_results.json").read_text())["results"]
        for step in result["timing"]
        for key in ("started_at", "completed_at")
    ]
    return (max(times) - min(times)).total_seconds(), seconds, peak


def _seconds_by_model(big: BigGroup) -> dict[str, float]:
    """Seconds of each model of the last run of dbt, by its file."""
    target = big.settings.home / "target"
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    return {
        nodes[result["unique_id"]]["original_file_path"]: result["execution_time"]
        for result in results
        if result["unique_id"].startswith("model.")
    }


def _hand_command(big: BigGroup) -> list[str]:
    return [
        sys.executable,
        str(HERE / "marts.py"),
        str(big.settings.ledger),
        str(big.build.database),
        str(HERE / "handwritten.sql"),
        str(big.hand),
    ]


def _differences(big: BigGroup) -> int:
    """Rows of the three marts that the two ways do not have alike, to the thousandth of a unit."""
    keys = {
        "fct_water": ("plant_id, period", "total_water_m3"),
        "fct_energy": ("plant_id, period, carrier, flow", "energy_tce"),
        "fct_ghg_emissions": ("plant_id, period, stream_id, gas", "emissions_tco2e"),
    }
    found = 0
    with duckdb.connect() as connection:
        connection.execute(f"attach '{big.hand}' as by_hand_file (read_only)")
        connection.execute(f"attach '{big.build.database}' as build (read_only)")
        for mart, (key, value) in keys.items():
            columns = f"{key}, cast({value} as decimal(38, 3)) as value"
            query = f"""
                select count(*)
                from (from build.marts.{mart} select {columns}) as built
                full join (from by_hand_file.hand.{mart} select {columns}) as written using ({key})
                where built.value is distinct from written.value
                    and coalesce(abs(built.value - written.value) > 0.001, true)
            """
            found += int(connection.execute(query).fetchall()[0][0])
    return found


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--workbooks", type=int, default=1000)
    parser.add_argument("--copies", type=int, default=31)
    parser.add_argument("--methods-copies", type=int, default=26)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    os.environ.pop("POTLINE_HOME", None)
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {datetime.now(UTC).date()}: {measure.machine()}. "
        "Seconds depend on the machine; the ratios are what to compare.",
        "",
    ]
    parts: dict[str, Callable[[], list[str]]] = {
        "intake": partial(measure_intake, asked.workbooks, asked.runs),
        "marts": partial(measure_marts, asked.copies, asked.runs),
        "accounting": partial(measure_accounting, asked.methods_copies),
        "nightly run": measure_gates,
    }
    for title, part in parts.items():
        print(f"measuring: {title} …", flush=True)
        lines += part()
    asked.page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print(f"wrote {asked.page}")


if __name__ == "__main__":
    main()
