"""Locks between processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.locks import AlreadyRunningError, Holder, exclusive, read_holder

HOLD = """
import sys, time
from pathlib import Path
from pipelines.locks import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "home" / "nightly.lock"


@contextmanager
def another_process(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is killed."""
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_lock_names_its_holder(lock: Path) -> None:
    with exclusive(lock):
        assert read_holder(lock).process_id == os.getpid()


def test_a_process_may_ask_again(lock: Path) -> None:
    with exclusive(lock):
        with exclusive(lock):
            pass
        assert subprocess.run(["flock", "--nonblock", lock, "true"], check=False).returncode == 1
    assert subprocess.run(["flock", "--nonblock", lock, "true"], check=False).returncode == 0


def test_the_lock_is_given_back_after_an_error(lock: Path) -> None:
    with pytest.raises(ValueError, match="broken"), exclusive(lock):
        raise ValueError("broken")
    assert subprocess.run(["flock", "--nonblock", lock, "true"], check=False).returncode == 0


@pytest.mark.parametrize("content", ["", '{"process_id": 1', '{"pid": 1}'])
def test_a_holder_that_is_half_written_is_nobody(tmp_path: Path, content: str) -> None:
    file = tmp_path / "lock"
    file.write_text(content)
    assert read_holder(file) == Holder(None, None)


@pytest.mark.slow
def test_a_lock_that_another_process_holds_is_refused(lock: Path) -> None:
    with another_process(lock) as holder, pytest.raises(AlreadyRunningError) as refusal:
        exclusive(lock).__enter__()
    assert f"process {holder.pid}" in str(refusal.value)


@pytest.mark.slow
def test_a_killed_holder_frees_the_lock_for_who_waits(lock: Path) -> None:
    with another_process(lock) as holder:
        told: list[Holder] = []

        def kill(by: Holder) -> None:
            told.append(by)
            os.kill(holder.pid, signal.SIGKILL)

        with exclusive(lock, wait=True, on_wait=kill):
            assert read_holder(lock).process_id == os.getpid()
        assert [by.process_id for by in told] == [holder.pid]
