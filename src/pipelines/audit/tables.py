"""The contradictions of the published figures of the reference data, as a table for dbt."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.audit import audit
from pipelines.audit.results import Contradiction
from pipelines.settings import Settings

COLUMNS = (
    "contradiction_id",
    "figure_id",
    "kind",
    "verdict",
    "title_en",
    "title_zh",
    "arithmetic_en",
    "arithmetic_zh",
    "likely_cause_en",
    "likely_cause_zh",
)
SCHEMA = pa.schema([(column, pa.string()) for column in COLUMNS])


def write_contradictions(settings: Settings, folder: Path) -> int:
    """Writes `contradictions.parquet` into a folder and says how many contradictions it holds.

    One row is a contradiction and figure. Raises FiguresError for figures that cannot be read.
    """
    found = audit(settings, settings.seeds / "published_figures.csv").contradictions
    rows = [row for contradiction in found for row in _rows(contradiction)]
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / "contradictions.parquet")
    return len(found)


def _rows(contradiction: Contradiction) -> list[dict[str, str | None]]:
    cause = contradiction.cause
    shared = {
        "contradiction_id": contradiction.contradiction_id,
        "kind": contradiction.kind,
        "verdict": contradiction.verdict,
        "title_en": contradiction.title.en,
        "title_zh": contradiction.title.zh,
        "arithmetic_en": "; ".join(each.en for each in contradiction.arithmetic),
        "arithmetic_zh": "；".join(each.zh for each in contradiction.arithmetic),
        "likely_cause_en": cause.en if cause else None,
        "likely_cause_zh": cause.zh if cause else None,
    }
    return [{**shared, "figure_id": figure_id} for figure_id in contradiction.figure_ids]
