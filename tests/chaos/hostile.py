"""Each file of the hostile collection parsed alone, with what it costs, as a table in Markdown.

Run by `make hostile`. Ends with 1 where a file lacks its finding or breaks a limit.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hostile_files import Case, cases

from pipelines.intake.contents import Job, reader_of
from pipelines.intake.limits import LIMITS, MIB
from pipelines.intake.parsers import Parsers
from pipelines.layouts import load_layouts
from pipelines.settings import Settings

SAMPLE_SECONDS = 0.02
# Sidecars and file types are judged before anything is parsed.
NOT_PARSED = ("sidecar_", "program.exe")


@dataclass
class Cost:
    """What one file took: wall and processor time in seconds, the highest memory in MiB."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak_mib: float = 0.0
    rules: set[str] = field(default_factory=set)


def main() -> int:
    layouts = load_layouts(Settings.from_environment())
    is_good = True
    print("| file | finding | wall s | CPU s | peak MiB |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for case in cases():
            if case.name.startswith(NOT_PARSED):
                continue
            cost = Cost()
            path = case.write(Path(folder, case.name))
            with measured(cost), Parsers(layouts) as parsers:
                started = time.monotonic()
                job = Job(case.name, reader_of(case.name) or "", path)
                content, _ = parsers.parse_one(job)
                cost.seconds = time.monotonic() - started
            cost.rules = {note.rule_id for note in content.notes}
            if content.rejection:
                cost.rules.add(content.rejection.rule_id)
            is_good = is_good and holds(case, cost)
            found = ", ".join(f"`{rule}`" for rule in sorted(cost.rules)) or "read as it stands"
            print(
                f"| `{case.name}` | {found} | {cost.seconds:.1f} "
                f"| {cost.processor_seconds:.1f} | {cost.peak_mib:.0f} |",
                flush=True,
            )
            path.unlink()
    return 0 if is_good else 1


def holds(case: Case, cost: Cost) -> bool:
    """Whether a file has its finding, within the limits."""
    is_found = case.rule_id in cost.rules if case.rule_id else not cost.rules
    return is_found and cost.peak_mib * MIB <= LIMITS.memory_bytes


@contextmanager
def measured(cost: Cost) -> Iterator[None]:
    """Measure the processes that this one starts meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    is_done = threading.Event()
    watch = threading.Thread(target=_watch, args=(cost, is_done))
    watch.start()
    try:
        yield
    finally:
        is_done.set()
        watch.join()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cost.processor_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _watch(cost: Cost, is_done: threading.Event) -> None:
    """Keep the highest memory of the children of this process."""
    while not is_done.wait(SAMPLE_SECONDS):
        for task in Path("/proc/self/task").iterdir():
            for child in (task / "children").read_text().split():
                cost.peak_mib = max(cost.peak_mib, _peak_mib(Path("/proc", child)))


def _peak_mib(process: Path) -> float:
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0.0
    peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    return max(peaks, default=0) / 1024


if __name__ == "__main__":
    sys.exit(main())
