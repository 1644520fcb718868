"""Fixtures of the unit tests: a command line, with and without a release."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Shell
from release_store import installation, release

from pipelines.settings import Settings


@pytest.fixture
def potline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    settings = installation(tmp_path)
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    return Shell(settings, capsys)


@pytest.fixture
def released(potline: Shell) -> Shell:
    release(potline.settings)
    return potline
