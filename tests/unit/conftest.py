"""Fixtures of the unit tests: a command line, with and without a release."""

from __future__ import annotations

from collections.abc import Callable
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


@pytest.fixture
def potline_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Settings], Shell]:
    """A command line over an installation that a test has made."""

    def shell(settings: Settings) -> Shell:
        monkeypatch.setattr(Settings, "from_environment", lambda: settings)
        return Shell(settings, capsys)

    return shell
