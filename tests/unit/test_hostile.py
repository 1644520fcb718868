"""The hostile collection: every file has its finding, and none takes the run or another with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bad_files import csv_file
from hostile_files import MARK, Case, cases

from pipelines.intake import take_in
from pipelines.settings import PROJECT_ROOT, Settings

GOOD = "monthly_csv/AR01/2021/AR01_2021-03.csv"
CASES = cases()
# Of what is found in a file that is read, these follow from its form and not from the attack.
USUAL = ("legacy_format",)


@dataclass(frozen=True)
class Outcome:
    """What the ledger says of the collection after one intake."""

    states: dict[str, str]
    findings: dict[str, list[tuple[str, str | None, str | None]]]
    cells: dict[str, int]


def tree(folder: Path) -> dict[str, Any]:
    """Everything below a folder but Potline's home, with its size and time."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if "home" not in path.parts
    }


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    """The whole collection taken in at once, with one good file."""
    folder = tmp_path_factory.mktemp("hostile")
    settings = Settings(PROJECT_ROOT, folder / "raw", folder / "home")
    settings.raw.mkdir()
    for case in CASES:
        case.write(settings.raw / case.name)
    csv_file(settings.raw / GOOD)
    before = tree(folder)
    take_in(settings)
    assert {name for name in tree(folder) if name not in before} <= {"home"}
    assert {name: seen for name, seen in tree(folder).items() if name in before} == before
    assert not [*Path.cwd().glob(MARK), *folder.rglob(MARK)]
    with duckdb.connect(settings.ledger, read_only=True) as ledger:
        yield _outcome(ledger)


def _outcome(ledger: duckdb.DuckDBPyConnection) -> Outcome:
    findings: dict[str, list[tuple[str, str | None, str | None]]] = {}
    for path, *finding in ledger.execute(
        """
        select path, rejection_rule_id, null, null from arrivals where state = 'rejected'
        union all
        select path, rule_id, sheet, address
        from arrivals inner join arrival_notes using (arrival_id)
        """
    ).fetchall():
        findings.setdefault(path, []).append((finding[0], finding[1], finding[2]))
    cells = (
        "select path, count(text) from arrivals left join cells using (content_id) group by path"
    )
    return Outcome(
        dict(ledger.execute("select path, state from arrivals").fetchall()),
        findings,
        dict(ledger.execute(cells).fetchall()),
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_file_has_its_finding_at_its_cell(outcome: Outcome, case: Case) -> None:
    found = [one for one in outcome.findings.get(case.name, []) if one[0] not in USUAL]
    if case.rule_id is None:
        assert not found
        assert outcome.states[case.name] == "read"
        assert outcome.cells[case.name]
    else:
        assert (case.rule_id, case.sheet, case.address) in found


@pytest.mark.slow
def test_the_good_file_between_them_is_read(outcome: Outcome) -> None:
    assert outcome.states[GOOD] == "read"
    assert GOOD not in outcome.findings
