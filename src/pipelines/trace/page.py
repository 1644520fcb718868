"""A traced figure as one web page that stands alone: no network, and no text of a file is markup.

Every text is escaped where it is put into the page; the tree is data, which the script of the page
draws as text. The policy of the page lets no other script run, and nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from pipelines.messages import language, say
from pipelines.trace import Trace
from pipelines.trace.tree import CALCULATION, Node, Tree
from pipelines.trace.words import (
    absent_from,
    beside_figures,
    fact_about,
    factor_about,
    figures_text,
    headline,
    made_of,
    node_name,
    with_unit,
)

PAGE_LENGTH = 100
ROWS_WITHOUT_SCRIPT = 200


def write_page(path: Path, found: Trace) -> None:
    """Write the page of a traced figure; folders that are not there yet are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page_of(found), encoding="utf-8")


def page_of(found: Trace) -> str:
    """The page of a traced figure, as HTML. Raises ValueError where nothing was traced."""
    if found.tree is None or found.counts is None:
        raise ValueError(f"{len(found.rows)} rows of {found.mart} are too many to be traced")
    folder = files("pipelines.trace")
    script = folder.joinpath("page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    tree = found.tree
    roots = [tree.rows[root] for root in tree.roots]
    broken = sum(rule.verdict != "passed" for rule in found.rules)
    numbers = {
        name: f"{count:,}" for name, count in vars(found.counts).items() if isinstance(count, int)
    }
    texts = {
        "language": "zh-CN" if language() == "zh" else "en",
        "title": "; ".join(headline(node) for node in roots),
        "release": say(
            "trace_release",
            release_id=found.release_id,
            released_at=f"{found.released_at:%Y-%m-%d %H:%M}",
        ),
        "how": say("trace_how"),
        "made_from": say("trace_made_from"),
        "rests_on": say("trace_rests_on", **numbers),
        "rules_title": say("trace_rules_title"),
        "rules": say(
            "trace_rules",
            count=len(found.rules),
            broken=broken,
            passed=len(found.rules) - broken,
        ),
        "changes_title": say("trace_changes"),
    }
    parts = {
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        "figures": "".join(_figures(tree, node) for node in roots),
        "made": "".join(_made(tree, node) for node in roots)
        + _rows([("", reason, "") for reason in found.reasons]),
        "first_parts": _first_parts(tree),
        "findings": _rows([(each.state, each.place, each.message) for each in found.findings]),
        "changes": _changes(found),
        "data": _as_data(_data(tree)),
        "script": script,
    }
    page = Template(folder.joinpath("page.html").read_text(encoding="utf-8"))
    return page.substitute({name: escape(text) for name, text in texts.items()} | parts)


def _figures(tree: Tree, node: Node) -> str:
    return "".join(
        f'<div><span class="soft">{escape(made.column)}</span>'
        f"<b>{escape(with_unit(node, made.column))}</b></div>"
        for made in made_of(tree, node)
    )


def _made(tree: Tree, node: Node) -> str:
    rows = [(made.column, made.words, made.expression) for made in made_of(tree, node)]
    if node.arithmetic:
        rows.append(("", node.formula or "", node.arithmetic))
    if absent := absent_from(tree, node):
        rows.append(("", say("trace_absent", columns=", ".join(absent)), ""))
    rows += [(column, value, "") for column, value in beside_figures(tree, node).items()]
    return "".join(
        f"<tr><th>{escape(column)}</th><td>{escape(words)}</td>"
        f"<td><code>{escape(expression)}</code></td></tr>"
        for column, words, expression in rows
    )


def _first_parts(tree: Tree) -> str:
    rows = [
        (part.role, node_name(tree, part.node), part.amount)
        for root in tree.roots
        for part in tree.parts.get(root, [])
    ]
    return _rows(rows[:ROWS_WITHOUT_SCRIPT])


def _changes(found: Trace) -> str:
    if not found.changes:
        return _rows([(say("trace_unchanged"),)])
    rows = []
    for change in found.changes:
        releases = f"{change.release_before} → {change.release_after}"
        values = f"{change.value_before or '-'} → {change.value_after or '-'}"
        rows.append((releases, change.column, values, change.cause or "", change.effect or ""))
    return _rows(rows)


def _rows(rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )


def _data(tree: Tree) -> dict[str, Any]:
    """The nodes as they are shown, and what each was made from."""
    nodes = {}
    for name, fact in tree.facts.items():
        nodes[name] = {"kind": "fact", "name": node_name(tree, name), "about": fact_about(fact)}
    for name, factor in tree.factors.items():
        about = factor_about(factor)
        nodes[name] = {"kind": "factor", "name": node_name(tree, name), "about": about}
    for name, node in tree.rows.items():
        is_mart = node.table in tree.words and bool(tree.words[node.table])
        kind = "row" if is_mart or node.table == CALCULATION else "reference"
        about = figures_text(tree, node)
        nodes[name] = {"kind": kind, "name": node_name(tree, name), "about": about}
    parts = {
        name: [
            {"node": part.node, "role": part.role, "amount": part.amount}
            for part in listed
            if part.node in nodes
        ]
        for name, listed in tree.parts.items()
    }
    return {
        "roots": tree.roots,
        "nodes": nodes,
        "parts": parts,
        "page_length": PAGE_LENGTH,
        "more": say("trace_page_more", count="{count}"),
    }


def _as_data(value: dict[str, Any]) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or begins another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
