"""Plants in the demonstration group, for each rule, data that break it, and looks what is found.

    python tests/mutation/run.py docs/rules_planted.md

Works on a copy of the build of the last nightly run. A rule counts as seen when it finds the fault
where it was planted: at the submission and cell, or at the row of the mart.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from itertools import chain
from pathlib import Path

import gate_1
import gate_2
from files import file_faults
from planting import Build, Seen, try_faults

from pipelines.builds import current_build
from pipelines.quality.rules import Rule, load_rules
from pipelines.quality.schema import PARSE_KINDS
from pipelines.settings import Settings

INTRODUCTION = """# Faults planted for every rule

Written by `make mutation`; do not edit. For each rule, data that break it are planted in the
demonstration group: in a file for rules on reading, in what a plant reported for the other rules
of gate 1, in a mart for those of gate 2. Seen means that the rule finds the fault where it was
planted: in that file and cell, in that submission and cell, or at that plant or entity of the mart.
`tried` is how many faults were planted until then.

"""
# Nothing within the limits of size takes 20 s here.
ELSEWHERE = {
    "took_too_long": "`tests/unit/test_parsers.py`, with a limit of a second",
    "waiver_still_holds": "`tests/integration/test_gates.py`",
    "mart_waiver_still_holds": "`tests/integration/test_gates_marts.py`",
    # Whoever is root may read every file.
    "unreadable_file": "`tests/unit/test_inbox_hostile.py`, by what the system answers",
}
MOST_TRIES = 220
SEED = 20260101


def main() -> None:
    """Plants, prints a line a rule, and writes the page; ends with 1 where a rule is blind."""
    settings = Settings.from_environment()
    wanted = set(sys.argv[2:])
    rules = [r for r in load_rules(settings) if (not wanted or r.rule_id in wanted)]
    rules = [rule for rule in rules if rule.rule_id not in ELSEWHERE]
    seen = list(chain(_planted_in_files(settings, rules), _planted_in_build(settings, rules)))
    blind = [each for each in seen if each.found is None]
    if not wanted:
        Path(sys.argv[1]).write_text(_page(seen), encoding="utf-8")
    print(f"{len(seen)} rules, {len(seen) - len(blind)} found what was planted")
    sys.exit(1 if blind else 0)


def _planted_in_files(settings: Settings, rules: list[Rule]) -> list[Seen]:
    reading = [rule for rule in rules if _reads(rule)]
    with tempfile.TemporaryDirectory() as folder:
        return [_told(seen) for seen in file_faults(settings, reading, Path(folder))]


def _planted_in_build(settings: Settings, rules: list[Rule]) -> list[Seen]:
    last = current_build(settings)
    judging = [rule for rule in rules if not _reads(rule)]
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        copy = Path(folder, last.database.name)
        shutil.copy(last.database, copy)
        build = Build(copy, settings.ledger, last.as_of)
        return [_told(_planted(build, rule)) for rule in judging]


def _planted(build: Build, rule: Rule) -> Seen:
    chance = random.Random(f"{SEED} {rule.rule_id}")
    gate = gate_1 if rule.gate == "gate_1" else gate_2
    return try_faults(build, rule, gate.faults(build, rule, chance), MOST_TRIES)


def _reads(rule: Rule) -> bool:
    return rule.gate == "gate_1" and rule.kind in PARSE_KINDS


def _told(seen: Seen) -> Seen:
    what = seen.found.what if seen.found else f"BLIND after {seen.planted} faults. {seen.told}"
    print(f"{seen.rule.rule_id} ({seen.rule.kind}): {what}", flush=True)
    return seen


def _page(seen: list[Seen]) -> str:
    counts = Counter((each.rule.gate, each.rule.kind) for each in seen)
    found = Counter((each.rule.gate, each.rule.kind) for each in seen if each.found)
    lines = [
        INTRODUCTION,
        f"{sum(found.values())} of {len(seen)} rules found what was planted.\n\n",
        *(f"`{rule_id}` is planted in {where}.\n\n" for rule_id, where in ELSEWHERE.items()),
        "| gate | kind | rules | seen |\n|---|---|---|---|\n",
        *(f"| `{g}` | `{k}` | {n} | {found[g, k]} |\n" for (g, k), n in sorted(counts.items())),
        "\n| rule | planted | tried | found |\n|---|---|---|---|\n",
        *(_line(each) for each in sorted(seen, key=lambda each: each.rule.rule_id)),
    ]
    return "".join(lines)


def _line(seen: Seen) -> str:
    what = seen.found.what if seen.found else "nothing that it found"
    told = seen.told.replace("|", "\\|").replace("\n", " ")[:160]
    return f"| `{seen.rule.rule_id}` | {what} | {seen.planted} | {told} |\n"


if __name__ == "__main__":
    main()
