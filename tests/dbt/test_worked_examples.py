"""The worked examples of the field, through the SQL, to the last digit that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from stream_models import StreamModels

from pipelines.formulas import substituted
from pipelines.reference import read_seed
from pipelines.settings import Settings

pytestmark = pytest.mark.slow

SETTINGS = Settings.from_environment()
GOLDEN = Path(__file__).parents[1] / "golden" / "worked_examples.yml"
EXAMPLES: list[dict[str, Any]] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
FACTORS = {row["factor_id"]: row for row in read_seed(SETTINGS, "factors")}
CONSTANTS = {
    row["constant_id"]: float(row["numerator"]) / float(row["denominator"])
    for row in read_seed(SETTINGS, "constants")
}
CONSTANT_SYMBOLS = {
    (row["formula_id"], row["symbol"]): row["constant_id"]
    for row in read_seed(SETTINGS, "formula_symbols")
    if row["constant_id"]
}
PER_CENT = Decimal(100)


def factor(factor_id: str) -> Decimal:
    """The number of a line of factors.csv; a share as a fraction of one."""
    row = FACTORS[factor_id]
    value = Decimal(row["value"])
    return value / PER_CENT if row["unit"] == "%" else value


def values_of(example: Mapping[str, Any]) -> dict[str, float]:
    """The value of each symbol: given, from the factors, or a constant of the formula."""
    constants = {
        symbol: CONSTANTS[constant]
        for (formula_id, symbol), constant in CONSTANT_SYMBOLS.items()
        if formula_id == example.get("formula")
    }
    given = {
        symbol: float(factor(value["factor"]) if isinstance(value, dict) else value)
        for symbol, value in example["inputs"].items()
    }
    return constants | given


def result_of(example: Mapping[str, Any], models: StreamModels) -> float:
    """What the SQL of the formula gives, or the expression where there is no source stream."""
    values = values_of(example)
    if "expression" in example:
        texts = {symbol: f"{value!r}::double" for symbol, value in values.items()}
        row = models.connection.execute(
            f"select {substituted(example['expression'], texts)}"
        ).fetchone()
        return float(row[0]) if row else float("nan")
    if "form" in example:
        return models.calculate_form(example["formula"], values, example["form"]).gas_mass
    [result] = models.calculate(example["formula"], [values])
    return result.gas_mass


def printed(value: float | Decimal, like: str) -> Decimal:
    """A value with as many decimals as a printed number has, rounded half up."""
    return Decimal(str(value)).quantize(Decimal(like), ROUND_HALF_UP)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["id"]))
def test_a_worked_example_comes_out_to_the_last_printed_digit(
    example: dict[str, Any], stream_models: StreamModels
) -> None:
    result = result_of(example, stream_models)
    assert printed(result, example["expected"]) == Decimal(example["expected"])
    for factor_id in example.get("factors", []):
        in_seed = FACTORS[factor_id]["value"]
        fewer = min(in_seed, example["expected"], key=lambda text: len(text.partition(".")[2]))
        assert printed(Decimal(in_seed), fewer) == printed(Decimal(example["expected"]), fewer)


def test_every_published_example_is_there() -> None:
    published = {"01", "04", "05", "07", "08", "09", "10", "11", "12", "13", "14"}
    there = {example["id"][3:5] for example in EXAMPLES if example["class"] in ("T", "S")}
    assert there == published
