"""A release with a few calculations to explain: anode effects with two potentials, and fuel."""

from __future__ import annotations

from release_store import release

from pipelines.release_records import Release
from pipelines.settings import PROJECT_ROOT, Settings

KEYS = """
  - name: fct_ghg_emissions
    data_tests:
      - primary_key: {arguments: {columns: [plant_id, period, stream_id, gas]}}
  - name: fct_ghg_by_method
    data_tests:
      - primary_key:
          arguments:
            columns:
              [purpose, method_id, variant_id, scope2_basis, plant_id, period, stream_id, gas]
"""
TABLES = PROJECT_ROOT / "tests" / "fixtures" / "explained.sql"


def release_to_explain(settings: Settings, change: str = "") -> Release:
    """A release of the tables above, changed by some SQL."""
    marts = settings.dbt_project / "models" / "marts" / "_marts.yml"
    marts.write_text(marts.read_text(encoding="utf-8") + KEYS, encoding="utf-8")
    return release(settings, "b1", f"{TABLES.read_text(encoding='utf-8')}{change}")
