"""Factors as Markdown tables: fuels and regions in two dimensions, all others one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Row = dict[str, str]

FUEL_PARAMETERS = ("net_calorific_value", "carbon_content_per_heat", "oxidation_factor")


def factor_tables(factors: list[Row]) -> list[str]:
    """Fuels and grids as tables of two dimensions, all other factors as a list."""
    fuels = [row for row in factors if row["parameter"] in FUEL_PARAMETERS]
    grids = [row for row in factors if row["region_id"]]
    others = [row for row in factors if row not in fuels and row not in grids]
    lines = []
    if fuels:
        lines += factor_matrix(
            "fuel", fuels, lambda row: row["material_id"], lambda row: row["parameter"]
        )
    if grids:
        lines += factor_matrix("region", grids, lambda row: row["region_id"], span_of)
    if others:
        sources = _sources(others)
        rows = [
            (
                row["factor_id"],
                row["parameter"],
                row["material_id"],
                f"{row['value']} {row['unit']}",
                span_of(row),
                row["evidence"],
                f"[{sources[row['source']]}]",
            )
            for row in others
        ]
        heads = ("factor", "parameter", "of", "value", "valid", "evidence", "source")
        lines += [*markdown_table(heads, rows), *_legend(sources)]
    return lines


def factor_matrix(
    head: str, factors: list[Row], line: Callable[[Row], str], column: Callable[[Row], str]
) -> list[str]:
    """Factors by line and column; each cell has value, unit, id, and a mark of its evidence."""
    sources = _sources(factors)
    columns = list(dict.fromkeys(column(row) for row in factors))
    rows = []
    for name in dict.fromkeys(line(row) for row in factors):
        cells = [
            [row for row in factors if (line(row), column(row)) == (name, each)] for each in columns
        ]
        rows.append((name, *(_cell(cell, sources) for cell in cells)))
    return [*markdown_table((head, *columns), rows), *_legend(sources)]


def _cell(factors: list[Row], sources: dict[str, int]) -> str:
    """The factors of one cell; where they are several, with their validity."""
    texts = []
    for factor in factors:
        evidence = factor["evidence"].replace("_", " ")
        about = f"{factor['factor_id']}, {evidence}"
        about += f", {span_of(factor)}" if len(factors) > 1 else ""
        source = sources[factor["source"]]
        texts.append(f"{factor['value']} {factor['unit']} ({about}) [{source}]")
    return "<br>".join(texts)


def _sources(factors: Iterable[Row]) -> dict[str, int]:
    names = dict.fromkeys(row["source"] for row in factors)
    return {name: number for number, name in enumerate(names, start=1)}


def _legend(sources: dict[str, int]) -> list[str]:
    told = "; ".join(f"[{number}] {name}" for name, number in sources.items())
    return [f"Sources: {told}", ""]


def span_of(row: Row) -> str:
    if not row["valid_from"] and not row["valid_to"]:
        return "always"
    if not row["valid_to"]:
        return f"from {row['valid_from']}"
    return f"{row['valid_from'] or '…'} to {row['valid_to']}"


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [tuple(heads), ("---",) * len(heads), *rows]
    return [
        *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines),
        "",
    ]
