"""`potline explain`: how a published number came about, written down as a verifier would."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.reading import AsJson, ReleaseId
from pipelines.cli.shown import print_json, results, table
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.explain import Answer, Compared
    from pipelines.explain.calculation import Calculation, Symbol
    from pipelines.explain.comparison import Comparison
    from pipelines.explain.origins import Origins, Part
    from pipelines.explain.sources import Fact, Factor

ROWS_SHOWN = 50
PARTS_SHOWN = 30


def explain(
    mart: Annotated[str, typer.Argument(help=say("argument_mart"))],
    keys: Annotated[list[str], typer.Argument(help=say("argument_keys"), metavar="KEY=VALUE...")],
    compare: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help=say("option_compare"))
    ] = None,
    release: ReleaseId = None,
    as_json: AsJson = False,
) -> None:
    """Show how the rows of a mart came about."""
    from pipelines import explain as explaining

    settings = Settings.from_environment()
    named = explaining.read_keys(keys)
    if compare:
        others = explaining.read_keys(compare)
        found = explaining.compare(settings, mart, named, others, release)
        print_json(found) if as_json else _show_compared(found)
        return
    answer = explaining.explain(settings, mart, named, release)
    print_json(answer) if as_json else _show_answer(answer)


def _show_answer(answer: Answer) -> None:
    _line(
        say(
            "explain_release",
            release_id=answer.release_id,
            factor_set_id=answer.factor_set_id or "-",
        )
    )
    for calculation in answer.calculations:
        _show_calculation(calculation)
    for origins in answer.origins:
        _show_origins(origins)
    if not answer.calculations and not answer.origins:
        _show_rows(answer)


def _show_rows(answer: Answer) -> None:
    from pipelines.explain import FEW

    _line(say("explain_found", count=len(answer.rows), mart=answer.mart))
    for row in answer.rows[:ROWS_SHOWN]:
        _line(f"  {row.replace('|', ' ')}")
    _line(say("explain_more", hidden=max(len(answer.rows) - ROWS_SHOWN, 0), few=FEW))


def _show_calculation(shown: Calculation) -> None:
    method = shown.method
    _line("")
    _line(f"{shown.mart} · {shown.plant_id} {shown.plant_name} · {shown.period:%Y-%m}", bold=True)
    _field("stream", f"{shown.stream_name} ({shown.stream_id}), {shown.gas}")
    _field(
        "method",
        say(
            "explain_method_of",
            name=method.name,
            method_id=method.method_id,
            guideline=method.guideline,
            edition=method.edition,
            validity=_validity(method.valid_from, method.valid_to),
            purposes=", ".join(shown.purposes),
        ),
    )
    if shown.variant_id:
        _field("variant", f"{shown.variant_name or ''} ({shown.variant_id})".strip())
    formula = shown.formula
    _field("formula", f"{formula.name} ({formula.formula_id}); {formula.source}")
    _line(f"  {say('explain_formula_of', gas=shown.gas, expression=formula.expression)}")
    _show_symbols(shown)
    _field("with_numbers", formula.with_numbers)
    if formula.arithmetic != formula.with_numbers:
        _field("with_enthalpy", formula.arithmetic)
    _show_result(shown)
    _line(say("explain_where_from"))
    for symbol in [*shown.symbols, shown.potential]:
        _line(f"  {symbol.symbol}: {_symbol_source(symbol)}")
    for warning in shown.warnings:
        _field("warning", warning)
    _show_check(shown)


def _show_symbols(shown: Calculation) -> None:
    has_form = shown.value_form is not None
    names = ["symbol", "value", "unit", *(["form_value"] if has_form else []), "meaning", "from"]
    rows = [
        (
            symbol.symbol,
            symbol.value,
            symbol.unit,
            *([symbol.form_value] if has_form else []),
            symbol.name,
            symbol.origin,
        )
        for symbol in [*shown.symbols, shown.potential]
    ]
    results().print(table([say(f"column_{name}") for name in names], rows))


def _show_result(shown: Calculation) -> None:
    mass = say("explain_mass_of", mass=shown.gas_mass_t, gas=shown.gas)
    if shown.emissions_tco2e is None:
        _field("result", mass)
        return
    _field(
        "result",
        say(
            "explain_co2e_of",
            mass=shown.gas_mass_t,
            gas=shown.gas,
            gwp=shown.potential.value,
            gwp_set=shown.potential.factor.series if shown.potential.factor else "-",
            origin=shown.potential.origin,
            emissions=shown.emissions_tco2e,
        ),
    )
    _field("exact", f"{shown.emissions_tco2e} t CO2e")
    form = say("explain_no_form")
    if shown.value_form is not None:
        form = f"{shown.value_form} t CO2e ({'; '.join(shown.form_roundings)})"
    _field("form", form)
    if shown.uncertainty_pct:
        _field("uncertainty", say("explain_uncertainty_of", value=shown.uncertainty_pct))
    elif shown.without_uncertainty:
        names = ", ".join(shown.without_uncertainty)
        _field("uncertainty", say("explain_no_uncertainty", names=names))
    if shown.data_quality:
        _field("quality", shown.data_quality)


def _show_check(shown: Calculation) -> None:
    if shown.is_equal:
        _field("check", say("explain_equal"))
        return
    text = say(
        "explain_unequal",
        mass=shown.recomputed_gas_mass_t,
        emissions=shown.recomputed_tco2e or "-",
    )
    results().print(f"{say('explain_check')}: {text}", style="red", markup=False)


def _show_origins(origins: Origins) -> None:
    _line("")
    _line(f"{origins.mart} · {origins.row_key.replace('|', ' ')}", bold=True)
    _field("rule", origins.rule)
    headers = [say(f"column_{name}") for name in ("column", "value", "meaning")]
    rows = [(value.column, value.value, value.description) for value in origins.values]
    results().print(table(headers, rows))
    if origins.parts:
        _line(say("explain_made_from"))
    for part in origins.parts[:PARTS_SHOWN]:
        _line(f"  {part.role}: {_part(part)}")
    hidden = len(origins.parts) - PARTS_SHOWN
    if hidden > 0:
        _line(f"  {say('explain_more_parts', count=hidden)}")


def _show_compared(found: Compared) -> None:
    for pair in found.pairs:
        _show_pair(pair)
    _line("")
    for key, rows in (
        ("explain_only_before", found.only_before),
        ("explain_only_after", found.only_after),
    ):
        for row in rows:
            _line(say(key, row=row.replace("|", " ")))
    _line(
        say(
            "explain_total",
            before=found.before_tco2e,
            after=found.after_tco2e,
            change=found.change_tco2e,
            percent=found.change_pct or "-",
        ),
        bold=True,
    )


def _show_pair(pair: Comparison) -> None:
    before, after = pair.before, pair.after
    _line("")
    _line(
        f"{before.plant_id} {before.plant_name} · {before.period:%Y-%m} · "
        f"{before.stream_id} · {before.gas}",
        bold=True,
    )
    for calculation in (before, after):
        variant = calculation.variant_name or calculation.variant_id
        name = f"{calculation.method.name} ({calculation.method.method_id})"
        shown = f"{name}, {variant}" if variant else name
        _line(f"  {shown}: {calculation.emissions_tco2e} t CO2e")
    headers = [say("explain_difference")]
    headers += [say(f"column_{name}") for name in ("before", "after", "effect")]
    rows = [(each.what, each.before, each.after, each.effect_tco2e) for each in pair.differences]
    results().print(table(headers, rows))
    _line(f"  {pair.change_tco2e} t CO2e ({pair.change_pct or '-'} %)")


def _symbol_source(symbol: Symbol) -> str:
    if symbol.constant_id:
        return say("explain_constant", constant_id=symbol.constant_id, value=symbol.value)
    if symbol.fact:
        return _fact(symbol.fact)
    return _factor(symbol.factor) if symbol.factor else say("explain_no_source")


def _part(part: Part) -> str:
    if part.fact:
        return _fact(part.fact)
    if part.factor:
        return _factor(part.factor)
    return part.source_row or say("explain_no_source")


def _fact(fact: Fact) -> str:
    about = "".join(f", {each}" for each in (fact.material_id, fact.counterparty_id) if each)
    quality = say("explain_fact_quality", grade=fact.data_quality) if fact.data_quality else ""
    shown = {**vars(fact), "period": f"{fact.period:%Y-%m}"}
    return say("explain_fact", **shown, about=about, quality=quality)


def _factor(factor: Factor) -> str:
    about = "".join(f", {each}" for each in (factor.material, factor.region_id) if each)
    shown = {**vars(factor), "series": factor.series or "-"}
    validity = _validity(factor.valid_from, factor.valid_to)
    return say("explain_factor", **shown, about=about, validity=validity)


def _validity(first: date | None, last: date | None) -> str:
    texts = [say("explain_open") if day is None else str(day) for day in (first, last)]
    return say("explain_validity", first=texts[0], last=texts[1])


def _field(key: str, text: str) -> None:
    _line(f"{say(f'explain_{key}')}: {text}")


def _line(text: str, bold: bool = False) -> None:
    results().print(text, style="bold" if bold else None, markup=False, soft_wrap=True)
