"""The nightly command: what it shows of a run, and its exit codes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from command_line import Shell

from pipelines.locks import AlreadyRunningError, Holder
from pipelines.settings import Settings


@dataclass
class Broken:
    rule_id: str = "group_identity"
    statement: str = "The group is the sum of its plants"
    failing_rows: int = 3


@dataclass
class Outcome:
    status: str
    message: str = "because"
    run_id: str | None = "run"
    release_id: str | None = "R00001"
    steps: tuple[tuple[str, float], ...] = (("intake", 1.25),)
    counts: dict[str, int] = field(default_factory=lambda: {"arrivals": 600, "rules_passed": 24})
    refused_by: tuple[Broken, ...] = ()


def test_nightly_tells_findings_even_when_there_are_none(
    potline: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"rules_planned": 24, "warning_findings": 2, "info_findings": 5}
    nightly_that_gives(monkeypatch, Outcome("released", counts=counts))
    lines = [line.split() for line in potline("nightly").out.splitlines()]
    assert ["findings", "│", "7"] in lines
    nightly_that_gives(monkeypatch, Outcome("released", counts={"rules_planned": 24}))
    lines = [line.split() for line in potline("nightly").out.splitlines()]
    assert ["findings", "│", "0"] in lines


def nightly_that_gives(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> None:
    """Put a run in the place of Dagster's that reports one step and comes to an outcome."""

    def run_nightly(settings: Settings, as_of: object, report: Any) -> Any:
        report("intake", "done")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    module = ModuleType("orchestration.nightly")
    module.__dict__["run_nightly"] = run_nightly
    monkeypatch.setitem(sys.modules, "orchestration.nightly", module)


@pytest.mark.parametrize(
    ("status", "code"), [("released", 0), ("nothing_new", 0), ("refused", 2), ("failed", 1)]
)
def test_nightly_exits_as_promised(
    potline: Shell, monkeypatch: pytest.MonkeyPatch, status: str, code: int
) -> None:
    nightly_that_gives(monkeypatch, Outcome(status))
    shown = potline("nightly", "--as-of", "2022-01-15")
    assert shown.code == code
    assert "because" in shown.out
    assert "600" in shown.out and "rules passed" in shown.out and "1.2" in shown.out
    assert "Next: " in shown.out and "R00001" in shown.out
    assert json.loads(potline("nightly", "--json").out)["status"] == status


def test_nightly_names_the_rule_that_refused(
    potline: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly_that_gives(monkeypatch, Outcome("refused", refused_by=(Broken(),)))
    assert "group_identity: The group is the sum of its plants (3 rows break it)" in (
        potline("nightly").out
    )


def test_nightly_says_that_another_run_is_at_work(
    potline: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = AlreadyRunningError(potline.settings.lock, Holder(4711, "2022-01-15T02:00:00+08:00"))
    nightly_that_gives(monkeypatch, error)
    shown = potline("nightly")
    assert (shown.code, "process 4711, since 2022-01-15T02:00" in shown.err) == (1, True)
