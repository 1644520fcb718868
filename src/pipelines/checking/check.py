"""Files checked: the rules of gate 1 that can be decided on a file, judged as gate 1 judges them.

Only who counts differs: DuckDB itself, where gate 1 asks Great Expectations.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.checking.outcomes import Checked, CheckedFile, Finding, FoundCell, Undecided
from pipelines.checking.sandbox import staged
from pipelines.errors import PotlineError
from pipelines.layouts import sheets_without_data
from pipelines.messages import say
from pipelines.quality import records
from pipelines.quality.judging import CheckError, Judge
from pipelines.quality.rules import Rule, load_rules
from pipelines.quality.schema import require_known_notes, require_schema
from pipelines.quality.waivers import load_waivers
from pipelines.settings import Settings


class PlainCounter:
    """Counts by a query of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def count(self, query: str) -> tuple[int, int]:
        """How many rows a query has, and how many are broken. Raises CheckError when it raises."""
        counting = "select count(*), count(*) filter (where is_broken is not false)"
        try:
            [(subjects, broken)] = self._connection.execute(
                f"{counting} from ({query}\n)"
            ).fetchall()
        except duckdb.Error as error:
            raise CheckError(str(error).splitlines()[0]) from error
        return int(subjects), int(broken)


def check_files(
    settings: Settings, files: Sequence[Path], as_of: date, receipt: Path | None = None
) -> Checked:
    """What gate 1 would find in each file, as far as the files alone decide it.

    With `receipt`, the receipt of the first file is written there. Raises PotlineError for what is
    no file, for a receipt that cannot be written or would take the place of a file, and
    CheckRaisedError where a rule cannot be judged.
    """
    if receipt:
        _require_place(receipt, files)
    of_gate = [rule for rule in load_rules(settings) if rule.gate == "gate_1"]
    rules = [rule for rule in of_gate if not rule.needs_history]
    with staged(settings, files, as_of) as sandbox:
        _judge(settings, sandbox.connection, of_gate, rules, as_of)
        findings = _findings(sandbox.connection, rules)
        described = {row.pop("path"): row for row in _rows(sandbox.connection, "files")}
        checked = {
            path: CheckedFile(path=file, findings=tuple(findings.get(path, [])), **described[path])
            for path, file in sandbox.paths.items()
        }
        if receipt:
            _write_receipt(settings, sandbox.connection, receipt, checked, as_of)
    return Checked(
        files=tuple(checked.values()),
        rules=len({rule.rule_id for rule in rules}),
        undecided=tuple(
            {rule.rule_id: _undecided(rule) for rule in of_gate if rule.needs_history}.values()
        ),
        as_of=as_of,
    )


def _require_place(receipt: Path, files: Sequence[Path]) -> None:
    from pipelines.workbooks import require_place

    require_place(receipt)
    if receipt.resolve() in {file.resolve() for file in files}:
        raise PotlineError(say("check_receipt_is_file", out=receipt))


def _judge(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    of_gate: list[Rule],
    rules: list[Rule],
    as_of: date,
) -> None:
    records.prepare(connection, rules, load_waivers(settings, of_gate), as_of)
    require_known_notes(connection, of_gate)
    require_schema(connection, rules)
    records.take_history(connection)
    plants = connection.execute("select distinct plant_id from staging.stg_submissions").fetchall()
    judge = Judge(connection, PlainCounter(connection), as_of, [plant for (plant,) in plants])
    judge.judge_all(rules)
    records.settle_findings(connection)


def _findings(connection: duckdb.DuckDBPyConnection, rules: list[Rule]) -> dict[str, list[Finding]]:
    """The findings of each path, in the order in which a person goes through the file."""
    editions = {(rule.rule_id, rule.edition): rule for rule in rules}
    found: dict[str, list[Finding]] = {}
    for row in _rows(connection, "findings"):
        rule = editions[row["rule_id"], row["rule_edition"]]
        finding = Finding(
            cells=tuple(FoundCell(**cell) for cell in row.pop("cells") or []),
            statement_en=rule.statement_en,
            statement_zh=rule.statement_zh,
            reason_en=rule.reason_en,
            reason_zh=rule.reason_zh,
            **{name: value for name, value in row.items() if name != "path"},
        )
        found.setdefault(row["path"], []).append(finding)
    return found


def _write_receipt(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    out: Path,
    checked: dict[str, CheckedFile],
    as_of: date,
) -> None:
    from pipelines.checking.receipt import sent_cells, write_receipt_of

    path, file = next(iter(checked.items()))
    cells = sent_cells(connection, path, sheets_without_data(settings))
    write_receipt_of(out, file, cells, as_of)


def _undecided(rule: Rule) -> Undecided:
    return Undecided(rule.rule_id, rule.severity, rule.statement_en, rule.statement_zh)


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """The rows of one query of this package, by the names of its columns."""
    query = Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
    executed = connection.execute(query)
    names = [column[0] for column in executed.description or []]
    return [dict(zip(names, row, strict=True)) for row in executed.fetchall()]
