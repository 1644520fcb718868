"""A command line over one installation, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.settings import Settings


@dataclass
class Run:
    """What one command came to."""

    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs commands over one installation."""

    settings: Settings
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Run:
        self.capture.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = self.capture.readouterr()
        return Run(int(exit_.value.code or 0), captured.out, captured.err)
