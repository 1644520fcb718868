"""The nodes of a tree in words, in the user's language: one line for each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.explain.sources import Fact, Factor
from pipelines.messages import language, say
from pipelines.trace.figures import key_columns
from pipelines.trace.tree import CALCULATION, Made, Node, Part, Tree

UNIT_COLUMNS = {
    "value": "unit",
    "value_in_published_unit": "published_unit",
    "published_value": "published_unit",
    "difference": "published_unit",
    "quantity": "quantity_unit",
    "activity_value": "activity_unit",
}
SHOWN_FIGURES = 3
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def headline(node: Node) -> str:
    """A row of a mart with its key."""
    return f"{node.table} · {node.row_key.replace('|', ' ')}"


def told(tree: Tree, node: Node) -> list[str]:
    """The figures of a row, each with how it is made."""
    lines = []
    for made in made_of(tree, node):
        arithmetic = f" [{made.expression}]" if made.expression else ""
        lines.append(f"{made.column} = {with_unit(node, made.column)} · {made.words}{arithmetic}")
    if node.arithmetic:
        lines.append(f"{node.formula} = {node.arithmetic}")
    if absent := absent_from(tree, node):
        lines.append(say("trace_absent", columns=", ".join(absent)))
    if beside := beside_figures(tree, node):
        lines.append(" · ".join(f"{column}: {value}" for column, value in beside.items()))
    return lines


def absent_from(tree: Tree, node: Node) -> list[str]:
    """The figures that a row should have and has not, because something was not reported."""
    said = [tree.words[node.table][place] for place in node.made]
    columns = dict.fromkeys(made.column for made in said if made.expression)
    return [column for column in columns if column not in node.values]


def beside_figures(tree: Tree, node: Node) -> dict[str, str]:
    """The columns of a row that are neither its key nor its figures, in the user's language."""
    other_language = "_en" if language() == "zh" else "_zh"
    told_already = {*key_columns(node.row_key), *(made.column for made in made_of(tree, node))}
    return {
        column: value
        for column, value in node.values.items()
        if column not in told_already and not column.endswith(other_language)
    }


def made_of(tree: Tree, node: Node) -> list[Made]:
    """How the figures that a row has are made, in the order of its columns."""
    said = [tree.words[node.table][place] for place in node.made]
    present = [made for made in said if made.column in node.values]
    order = list(node.values)
    return sorted(present, key=lambda made: order.index(made.column))


def with_unit(node: Node, column: str) -> str:
    """A figure of a row with its unit, where the row says it; else the column's name does."""
    unit = node.values.get(UNIT_COLUMNS.get(column, ""), "")
    return f"{node.values[column]} {unit}".strip()


def part_text(tree: Tree, part: Part) -> str:
    """One part of a row: its role, what it is, and what it contributes."""
    about = node_about(tree, part.node)
    shown = f"{node_name(tree, part.node)} · {about}" if about else node_name(tree, part.node)
    return f"{part.role}: {shown}{_contribution(part)}"


def node_name(tree: Tree, name: str) -> str:
    """What a node is: a fact with its value, a factor with its value, a row with its key."""
    if name in tree.facts:
        return fact_name(tree.facts[name])
    if name in tree.factors:
        factor = tree.factors[name]
        about = "".join(f", {each}" for each in (factor.material, factor.region_id) if each)
        return say("trace_factor", **vars(factor), about=about)
    node = tree.rows.get(name)
    if node is None:
        return name
    if node.table == CALCULATION:
        return say("trace_calculation", calculation_id=node.row_key.partition("=")[2])
    return headline(node)


def node_about(tree: Tree, name: str) -> str:
    """Where a node comes from: the cell of a fact, the source of a factor, figures of a row."""
    if name in tree.facts:
        return fact_about(tree.facts[name])
    if name in tree.factors:
        return factor_about(tree.factors[name])
    node = tree.rows.get(name)
    return figures_text(tree, node) if node else ""


def fact_name(fact: Fact) -> str:
    """A fact with its value."""
    about = "".join(f", {each}" for each in (fact.material_id, fact.counterparty_id) if each)
    shown = {**vars(fact), "period": f"{fact.period:%Y-%m}", "about": about}
    return say("trace_fact", **shown)


def fact_about(fact: Fact) -> str:
    """The file, sheet and cell of a fact, and what stands there."""
    return say("trace_fact_about", **vars(fact))


def factor_about(factor: Factor) -> str:
    """The edition, source, evidence and validity of a factor."""
    shown = {**vars(factor), "series": factor.series or "-"}
    texts = [
        say("explain_open") if day is None else str(day)
        for day in (factor.valid_from, factor.valid_to)
    ]
    validity = say("explain_validity", first=texts[0], last=texts[1])
    return say("trace_factor_about", **shown, validity=validity)


def figures_text(tree: Tree, node: Node) -> str:
    """The first figures of a row, and its formula with its numbers."""
    said = made_of(tree, node) if tree.words.get(node.table) else []
    made = [each.column for each in said if each.expression] or [each.column for each in said]
    texts = [values_text(node, made)]
    if node.arithmetic:
        texts.append(f"{node.formula} = {node.arithmetic}")
    return " · ".join(text for text in texts if text)


def values_text(node: Node, columns: Sequence[str] = ()) -> str:
    """The first few of some columns of a row; of what stands beside its key where none is named."""
    keys = key_columns(node.row_key)
    shown = columns or [
        column
        for column, value in node.values.items()
        if column not in keys and NUMBER.fullmatch(value)
    ]
    return ", ".join(f"{column} {with_unit(node, column)}" for column in shown[:SHOWN_FIGURES])


def _contribution(part: Part) -> str:
    if not part.amount:
        return ""
    times = say("trace_times", weight=part.weight) if part.weight not in ("", "1") else ""
    return f" · {say('trace_counts', amount=part.amount)}{times}"
