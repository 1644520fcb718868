"""The page of all methods, `docs/methods.md`, written from the reference data alone.

Every method with its formulas, factor sets, variants and doubts; every formula and every set of
factors once. `potline methods --markdown` prints it; a test holds the committed page to it.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from pipelines.factor_tables import factor_matrix, factor_tables, markdown_table, span_of
from pipelines.formulas import symbols_of
from pipelines.reference import read_seed
from pipelines.settings import Settings

Row = dict[str, str]

POTENTIAL = "gwp100"
INTRODUCTION = """\
# Methods

Written from the reference data by `potline methods --markdown`; do not edit. The seeds are
`methods`, `formulas`, `formula_symbols`, `method_formulas`, `method_factor_sets`,
`method_variants`, `roundings`, `constants` and `factors` in `dbt_project/seeds/`.

A method applies to the plants of its industries in the months in which it is in force, for each of
its purposes. Of the formulas of a source stream, the first whose reported values are all there
counts. Factors come from the first set that has one for the material and month. A variant stands
beside the default and never counts in its place; a factor whose evidence is `uncertain` is never a
default.
"""


def methods_page(settings: Settings) -> str:
    """The page as Markdown."""
    return _Page(settings).text()


class _Page:
    """The seeds that the page is written from, and its sections."""

    def __init__(self, settings: Settings) -> None:
        self.methods = read_seed(settings, "methods")
        self.formulas = read_seed(settings, "formulas")
        self.symbols = read_seed(settings, "formula_symbols")
        self.method_formulas = read_seed(settings, "method_formulas")
        self.sets = read_seed(settings, "method_factor_sets")
        self.variants = read_seed(settings, "method_variants")
        self.roundings = read_seed(settings, "roundings")
        self.constants = read_seed(settings, "constants")
        self.factors = read_seed(settings, "factors")
        self.streams = {row["stream_kind"]: row for row in read_seed(settings, "source_streams")}
        self.formula_of = {row["formula_id"]: row for row in self.formulas}

    def text(self) -> str:
        """The whole page."""
        lines = [
            *INTRODUCTION.splitlines(),
            "",
            *self._overview(),
            *self._formulas(),
            *(line for method in self.methods for line in self._method(method)),
            *self._potentials(),
            *self._factor_sets(),
        ]
        return "\n".join(lines).rstrip() + "\n"

    def _overview(self) -> list[str]:
        rows = [
            (
                _link(row["name_en"], row["method_id"]),
                _words(row["industry_ids"]),
                _words(row["purposes"]),
                span_of(row),
                row["gwp_set"],
            )
            for row in self.methods
        ]
        heads = ("method", "industries", "purposes", "in force", "potentials")
        return ["## Which method applies", "", *markdown_table(heads, rows)]

    def _formulas(self) -> list[str]:
        lines = ["## Formulas", "", "Each gives the mass of its gas in t.", ""]
        by_kind = sorted(
            self.formulas, key=lambda row: list(self.streams).index(row["stream_kind"])
        )
        for kind, formulas in groupby(by_kind, key=lambda row: row["stream_kind"]):
            stream = self.streams[kind]
            scope = f"scope {stream['scope']}" if stream["scope"] else "outside the scopes"
            lines += [f"### {stream['name_en']} {stream['name_zh']} (`{kind}`, {scope})", ""]
            of_kind = list(formulas)
            for formula in of_kind:
                lines += _formula(formula)
            lines += self._symbols_of(of_kind)
        return lines

    def _symbols_of(self, formulas: list[Row]) -> list[str]:
        """The symbols of some formulas, each once; where a symbol has two meanings, with both."""
        meant: dict[tuple[str, str, str, str], list[str]] = {}
        for formula in formulas:
            formula_id = formula["formula_id"]
            known = {row["symbol"]: row for row in self.symbols if row["formula_id"] == formula_id}
            for name in symbols_of(formula["expression"]):
                row = known[name]
                key = (f"`{name}`", row["name_en"], _words(row["unit"]), _origin(row))
                meant.setdefault(key, []).append(f"`{formula_id}`")
        counts = Counter(name for name, *_ in meant)
        rows = [
            (*key, ", ".join(formula_ids) if counts[key[0]] > 1 else "")
            for key, formula_ids in sorted(meant.items())
        ]
        heads = ["symbol", "meaning", "unit", "from"]
        if max(counts.values()) == 1:
            return markdown_table(heads, [row[:-1] for row in rows])
        return markdown_table([*heads, "in"], rows)

    def _method(self, method: Row) -> list[str]:
        method_id = method["method_id"]
        return [
            f'## {method["name_en"]} <a id="{method_id}"></a>',
            "",
            f"{method['name_zh']} (`{method_id}`): {method['guideline']}, "
            f"edition {method['edition']}; in force {span_of(method)}; "
            f"purposes: {_words(method['purposes'])}; potentials: {method['gwp_set']}. "
            f"Source: {method['source']}",
            "",
            *self._cut_off(method),
            *self._rounding(method),
            *_doubt(method),
            *self._streams_of(method_id),
            *self._variants_of(method_id),
        ]

    def _cut_off(self, method: Row) -> list[str]:
        if method["factor_cut_off"] != "newest_published":
            return []
        return ["Factors: those last published before the month began.", ""]

    def _rounding(self, method: Row) -> list[str]:
        rules = [row for row in self.roundings if row["rounding_id"] == method["rounding_id"]]
        if not rules:
            return []
        told = ", ".join(f"`{row['element']}` {row['decimals']}" for row in rules)
        sources = "; ".join(dict.fromkeys(row["source"] for row in rules))
        return [f"Rounding of the form, half up, to decimals: {told}. Source: {sources}", ""]

    def _streams_of(self, method_id: str) -> list[str]:
        known = [row for row in self.method_formulas if row["method_id"] == method_id]
        kinds = [kind for kind in self.streams if any(self._kind(row) == kind for row in known)]
        rows = [
            (
                self.streams[kind]["name_en"],
                "<br>".join(_choice(row) for row in known if self._kind(row) == kind),
                "<br>".join(_set(row) for row in self._sets_of(method_id, kind)),
            )
            for kind in kinds
        ]
        return markdown_table(
            ("source stream", "formulas, the first goes first", "factor sets"), rows
        )

    def _kind(self, method_formula: Row) -> str:
        return self.formula_of[method_formula["formula_id"]]["stream_kind"]

    def _sets_of(self, method_id: str, kind: str) -> list[Row]:
        return [
            row
            for row in self.sets
            if row["method_id"] == method_id and row["stream_kind"] in (kind, "*")
        ]

    def _variants_of(self, method_id: str) -> list[str]:
        rows = [
            (
                f"`{row['variant_id']}`",
                row["stream_kind"],
                f"{row['name_en']} {row['name_zh']}",
                row["gwp_set"],
                f"{row['warning_en']} {row['warning_zh']}",
                row["source"],
            )
            for row in self.variants
            if row["method_id"] == method_id
        ]
        heads = ("variant", "source stream", "what", "potentials", "warning", "source")
        return ["Variants:", "", *markdown_table(heads, rows)] if rows else []

    def _potentials(self) -> list[str]:
        potentials = [row for row in self.factors if row["parameter"] == POTENTIAL]
        return [
            "## Global warming potentials",
            "",
            "Over 100 years, in t CO2e/t.",
            "",
            *factor_matrix(
                "gas", potentials, lambda row: row["material_id"], lambda row: row["series"]
            ),
        ]

    def _factor_sets(self) -> list[str]:
        used = dict.fromkeys((row["factor_set"], row["series"]) for row in self.sets)
        wanted = {row["factor_parameter"] for row in self.symbols if row["factor_parameter"]}
        lines = [
            "## Factors",
            "",
            "What the formulas take from the sets that the methods name.",
            "",
        ]
        for key in used:
            factors = [
                row
                for row in self.factors
                if (row["factor_set"], row["series"]) == key and row["parameter"] in wanted
            ]
            lines += [
                f'### {_set_name(*key)} <a id="{_anchor(*key)}"></a>',
                "",
                *factor_tables(factors),
            ]
        return [*lines, *self._constants()]

    def _constants(self) -> list[str]:
        rows = [
            (
                f"`{row['constant_id']}`",
                f"{row['numerator']}/{row['denominator']}",
                row["unit"],
                row["source"],
            )
            for row in self.constants
        ]
        return ["### Constants", "", *markdown_table(("constant", "value", "unit", "source"), rows)]


def _formula(formula: Row) -> list[str]:
    about = [formula["gas"], *([formula["scope2_basis"]] if formula["scope2_basis"] else [])]
    return [
        f"**{formula['name_en']}** (`{formula['formula_id']}`, {', '.join(about)}). "
        f"Source: {formula['source']}",
        "",
        f"    {formula['expression']}",
        "",
        *_doubt(formula),
    ]


def _origin(symbol: Row) -> str:
    reported = f"reported: {_words(symbol['indicator_ids'])}"
    return {
        "fact": reported,
        "factor": f"factor: {symbol['factor_parameter']}",
        "fact_or_factor": f"{reported}; else factor: {symbol['factor_parameter']}",
        "constant": f"constant: {symbol['constant_id']}",
    }[symbol["origin"]]


def _choice(row: Row) -> str:
    limits = [f"variant `{row['variant_id']}`"] if row["variant_id"] else []
    limits += [f"for {_words(row['purposes'])}"] if row["purposes"] else []
    limits += [span_of(row)] if row["valid_from"] or row["valid_to"] else []
    told = f" ({'; '.join(limits)})" if limits else ""
    return f"{row['preference']}. `{row['formula_id']}`{told}"


def _set(row: Row) -> str:
    limits = [f"variant `{row['variant_id']}`"] if row["variant_id"] else []
    limits += [f"by {row['region_level']}"] if row["region_level"] else []
    limits += [span_of(row)] if row["valid_from"] or row["valid_to"] else []
    told = f" ({'; '.join(limits)})" if limits else ""
    link = _link(
        _set_name(row["factor_set"], row["series"]), _anchor(row["factor_set"], row["series"])
    )
    return f"{row['preference']}. {link}{told}"


def _set_name(factor_set: str, series: str) -> str:
    return factor_set if series == "guide default" else f"{factor_set}, {series}"


def _anchor(factor_set: str, series: str) -> str:
    return f"{factor_set}-{series}".replace(" ", "-")


def _doubt(row: Row) -> list[str]:
    return [f"Open: {row['doubt_en']} {row['doubt_zh']}", ""] if row["doubt_en"] else []


def _words(text: str) -> str:
    return text.replace(";", ", ")


def _link(text: str, anchor: str) -> str:
    return f"[{text}](#{anchor})"
