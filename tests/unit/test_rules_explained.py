"""`potline rules explain`: what a rule judges, by which numbers, and what it decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Shell

from pipelines.quality.kinds import kinds
from pipelines.settings import Settings


@pytest.fixture
def potline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A command line over the project's reference data, before the first release."""
    settings = Settings(Settings.from_environment().project, tmp_path / "raw", tmp_path / "home")
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    return Shell(settings, capsys)


def test_a_rule_shows_thresholds_statements_and_what_it_judges(potline: Shell) -> None:
    shown = potline("rules", "explain", "alumina_per_aluminium_usual").out
    assert "1.9 t/t" in shown and "The smallest ratio" in shown
    assert "CR068" in shown
    assert "reports both sides" in shown
    assert "nothing in the current release" in shown


def test_a_rule_is_explained_to_scripts(potline: Shell) -> None:
    [edition] = json.loads(potline("rules", "explain", "unit_slip_1000", "--json").out)
    assert (edition["rule_id"], edition["edition"]) == ("unit_slip_1000", 1)
    values = {each["name"]: each["value"] for each in edition["thresholds"]}
    assert values == {"least_others": 4, "least_times": 316, "most_times": 3162}
    assert [each["catalogue_id"] for each in edition["statements"]] == ["CR008"]


def test_an_unknown_rule_names_the_nearest(potline: Shell) -> None:
    shown = potline("rules", "explain", "water_ballance")
    assert shown.code == 1
    assert "did you mean water_balance?" in shown.err


def test_the_page_can_be_printed(potline: Shell) -> None:
    assert potline("rules", "list", "--markdown").out.startswith("# Rules\n")


def test_kinds_and_thresholds_are_explained_in_chinese_too() -> None:
    for kind in kinds().values():
        assert kind.subject_zh, kind.name
        numbers = [each for each in kind.parameters.values() if each.type == "number"]
        assert all(each.description_zh for each in numbers), kind.name
