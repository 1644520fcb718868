"""Kinds of rules: one SQL template a kind and gate, and the parameters that it takes.

A template describes itself in its first comment, as YAML: what a subject is and which parameters
there are. It gives two queries: `subjects`, one row per subject with `is_broken`, and `failing`,
one row per broken subject with its place and words. What a gate makes of them lives in `judging`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.quality.sql import array, listed, literal
from pipelines.quality.view import terms

FOLDER = Path(__file__).parent / "kinds"
DESCRIPTION = re.compile(r"\A\{#(.*?)#\}", re.DOTALL)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a kind: its name, type, default and meaning, of numbers in Chinese too."""

    name: str
    type: str
    description: str
    description_zh: str
    is_required: bool
    default: Any


@dataclass(frozen=True)
class Kind:
    """One kind of rule at one gate: what it judges, what it needs, and whether it may block.

    `history` is true where other submissions, or the date, decide it; or the values of parameters
    with which they do.
    """

    name: str
    gate: str
    subject: str
    subject_zh: str
    needs: dict[str, list[str]]
    parameters: dict[str, Parameter]
    may_block: bool
    history: bool | dict[str, list[Any]]

    def needs_history(self, values: dict[str, Any]) -> bool:
        """Whether a rule with these parameters needs more than one submission to be decided."""
        if isinstance(self.history, bool):
            return self.history
        given = self.completed(values)
        return any(given[name] in wanted for name, wanted in self.history.items())

    def completed(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values of all parameters: those given, and the defaults of the others."""
        return {name: values.get(name, each.default) for name, each in self.parameters.items()}


@cache
def kinds() -> dict[tuple[str, str], Kind]:
    """Every kind, by gate and name."""
    found = [_read(path) for path in sorted(FOLDER.glob("gate_*/*.sql"))]
    return {(kind.gate, kind.name): kind for kind in found}


def render(gate: str, kind: str, **values: Any) -> str:
    """The query of a kind with its values filled in."""
    return _environment().get_template(f"{gate}/{kind}.sql").render(**values).strip()


def _read(path: Path) -> Kind:
    header = DESCRIPTION.match(path.read_text(encoding="utf-8"))
    if header is None:
        raise ValueError(f"{path} does not begin with a comment that describes the kind")
    # libyaml's parser: the one in Python takes a tenth of the time of a check.
    described = yaml.load(header.group(1), Loader=yaml.CSafeLoader)
    parameters = {
        name: Parameter(
            name=name,
            type=each["type"],
            description=each["is"],
            description_zh=each.get("zh", ""),
            is_required=each.get("required", False),
            default=each.get("default"),
        )
        for name, each in described.get("parameters", {}).items()
    }
    return Kind(
        name=path.stem,
        gate=path.parent.name,
        subject=described["subject"],
        subject_zh=described["subject_zh"],
        needs=described.get("needs", {}),
        parameters=parameters,
        may_block=described.get("may_block", True),
        history=described.get("needs_history", False),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters |= {
        "array": array,
        "listed": listed,
        "literal": literal,
        "terms": terms,
    }
    return environment
