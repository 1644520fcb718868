"""The compiled SQL that ships with the package is that of the models as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_base import SETTINGS

from pipelines.checking.compiled import (
    REFERENCE,
    REMAKE,
    STAGING,
    checksum_of,
    checksum_of_sources,
)


@pytest.mark.parametrize("compiled", [REFERENCE, STAGING], ids=lambda path: path.name)
def test_compiled_sql_is_made_from_the_models_as_they_are(compiled: Path) -> None:
    assert checksum_of(compiled) == checksum_of_sources(SETTINGS), (
        f"staging, its macros or the types of seeds changed: run `{REMAKE}` and commit "
        f"{REFERENCE.name} and {STAGING.name} (a conflict in them is solved the same way)"
    )
