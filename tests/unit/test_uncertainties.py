"""Stated uncertainties: whatever a formula can take has one, so that no result lacks it."""

from __future__ import annotations

import pytest

from pipelines.reference import read_seed
from pipelines.settings import Settings

SETTINGS = Settings.from_environment()
UNCERTAINTIES = read_seed(SETTINGS, "uncertainties")
SYMBOLS = read_seed(SETTINGS, "formula_symbols")
GRADES = [row["data_quality"] for row in read_seed(SETTINGS, "data_quality_grades")]


def stated(subject: str, subject_id: str, **limits: str) -> bool:
    """Whether a line of a subject holds for these limits: each its own, or `*`."""
    return any(
        (row["subject"], row["subject_id"]) == (subject, subject_id)
        and all(row[field] in ("*", value) for field, value in limits.items())
        for row in UNCERTAINTIES
    )


@pytest.mark.parametrize("grade", GRADES)
def test_every_indicator_of_a_formula_has_one_in_every_grade(grade: str) -> None:
    indicators = {row["indicator_id"]: row for row in read_seed(SETTINGS, "indicators")}
    used = {name for row in SYMBOLS for name in row["indicator_ids"].split(";") if name}
    assert [
        name
        for name in sorted(used)
        if not stated("indicator", name, data_quality=grade, material_id="*")
        and not stated("quantity", indicators[name]["quantity"], data_quality=grade)
    ] == []


def test_every_factor_that_a_formula_can_take_has_one() -> None:
    by_material = {row["factor_parameter"]: row["material"] == "stream" for row in SYMBOLS}
    assert [
        (factor["factor_id"], factor["parameter"], factor["material_id"])
        for factor in read_seed(SETTINGS, "factors")
        if factor["parameter"] in by_material
        and (factor["material_id"] or not by_material[factor["parameter"]])
        and not stated(
            "parameter",
            factor["parameter"],
            material_id=factor["material_id"],
            factor_evidence=factor["evidence"],
        )
    ] == []


def test_wider_grades_are_never_more_certain() -> None:
    by_quantity: dict[str, dict[str, float]] = {}
    for row in UNCERTAINTIES:
        if row["subject"] == "quantity":
            widths = by_quantity.setdefault(row["subject_id"], {})
            widths[row["data_quality"]] = float(row["half_width_pct"])
    for quantity, widths in by_quantity.items():
        ordered = [widths[grade] for grade in GRADES]
        assert ordered == sorted(ordered), quantity
