"""Rules as data: a wrong line is an error that names the line, and every kind is documented."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rule_base import SETTINGS

from pipelines.quality.kinds import kinds
from pipelines.quality.rules import RuleError, load_rules
from pipelines.quality.waivers import load_waivers
from pipelines.reference import read_seed
from pipelines.settings import Settings

GOOD = {
    "rule_id": "circulating_water_within_total",
    "edition": "1",
    "kind": "bound",
    "gate": "gate_1",
    "stage": "1",
    "severity": "blocking",
    "holds": "submission",
    "guards": "stg_facts",
    "requires_rows": "false",
    "domain": "water",
    "statement_en": "Circulating water is never above total water.",
    "statement_zh": "循环用水量不大于总用水量。",
    "reason_en": "A part is not larger than the whole.",
    "reason_zh": "部分不大于整体。",
    "expected_en": "",
    "expected_zh": "",
    "parameters": '{"left": ["circulating_water"], "right": ["total_water"]}',
    "source": "arithmetic",
    "valid_from": "2010-01-01",
    "valid_to": "",
}


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A project with the real reference data, whose rules a test writes."""
    shutil.copytree(SETTINGS.seeds, tmp_path / "dbt_project" / "seeds")
    return Settings(tmp_path, tmp_path / "raw", tmp_path / "home")


def write(settings: Settings, seed: str, *rows: dict[str, str]) -> None:
    with (settings.seeds / f"{seed}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def with_parameters(**changed: Any) -> dict[str, str]:
    return {**GOOD, "parameters": json.dumps({**json.loads(GOOD["parameters"]), **changed})}


def test_every_kind_has_a_rule() -> None:
    used = {(rule.gate, rule.kind) for rule in load_rules(SETTINGS)}
    assert used == kinds().keys()


def test_no_rule_on_completeness_or_published_figures_blocks() -> None:
    for rule in load_rules(SETTINGS):
        if rule.kind in ("completeness", "tie_out"):
            assert (rule.severity, rule.holds) == ("warning", "none")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({**GOOD, "kind": "bond"}, "gate_1 knows no kind 'bond'; it knows balance, bound"),
        ({**GOOD, "severity": "fatal"}, "severity is 'fatal'; it must be one of blocking"),
        ({**GOOD, "valid_from": "1.1.2010"}, "valid_from is '1.1.2010'; write a day as 2021-03-31"),
        ({**GOOD, "reason_zh": ""}, "reason_zh of rule circulating_water_within_total is empty"),
        ({**GOOD, "parameters": "{left}"}, "are not JSON"),
        (with_parameters(faktor=2), "kind bound has no parameter 'faktor'; it has left, right"),
        (with_parameters(factor="2"), "factor is '2'; it must be a number"),
        (
            with_parameters(left=["circulating_watr"]),
            "indicator 'circulating_watr' is not known; the nearest is 'circulating_water'",
        ),
        (
            with_parameters(left=["product_output:alumnia"]),
            "material 'alumnia' is not known; the nearest is 'alumina'",
        ),
        (
            {**GOOD, "parameters": '{"left": ["total_water"]}'},
            "kind bound needs the parameter 'right'",
        ),
        (
            {**GOOD, "kind": "completeness", "parameters": '{"what": "periods"}'},
            "rules of kind completeness never block",
        ),
        (GOOD, "has edition 1 twice; count editions up"),
    ],
)
def test_wrong_line_is_named(project: Settings, line: dict[str, str], fault: str) -> None:
    write(project, "rules", GOOD, line)
    with pytest.raises(RuleError) as raised:
        load_rules(project)
    assert "rules.csv line 3: " in str(raised.value)
    assert fault in str(raised.value)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rule_id": "circulating_water"}, "there is no rule 'circulating_water'"),
        ({"reason": ""}, "reason is empty"),
        ({"fingerprint": ""}, "fingerprint is empty"),
        ({"expires_on": "soon"}, "expires_on is 'soon'; write a day as 2021-03-31"),
    ],
)
def test_wrong_waiver_is_named(project: Settings, change: dict[str, str], fault: str) -> None:
    waiver = {
        "waiver_id": "W1",
        "rule_id": GOOD["rule_id"],
        "plant_id": "",
        "period_from": "",
        "period_to": "",
        "fingerprint": "c0ffee",
        "found": "",
        "reason": "the meter was exchanged",
        "granted_by": "water officer",
        "granted_on": "2021-05-01",
        "expires_on": "2021-12-31",
    }
    write(project, "waivers", {**waiver, **change})
    with pytest.raises(RuleError) as raised:
        load_waivers(project, load_rules(SETTINGS))
    assert "waivers.csv line 2: " in str(raised.value)
    assert fault in str(raised.value)


def test_every_share_that_plants_report_has_its_bounds() -> None:
    bounded = {
        indicator_id
        for rule in load_rules(SETTINGS)
        if (rule.gate, rule.kind, rule.severity) == ("gate_1", "range", "blocking")
        and rule.parameters.get("maximum") is not None
        for indicator_id in rule.parameters.get("indicators", [])
    }
    shares = {
        row["indicator_id"]
        for row in read_seed(SETTINGS, "indicators")
        if row["quantity"] == "share" and row["form_ids"]
    }
    assert shares <= bounded


def test_products_name_indicators(project: Settings) -> None:
    products = '{"left": ["total_water * carbonate_puritty"], "right": ["total_water"]}'
    write(project, "rules", {**GOOD, "kind": "weighted_bound", "parameters": products})
    with pytest.raises(RuleError, match="'carbonate_puritty' is not known"):
        load_rules(project)
