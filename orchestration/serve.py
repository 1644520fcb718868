"""The Dagster UI on loopback, and with `--daemon` the schedule too, until they are told to stop.

`python -m orchestration.serve [--port 3000] [--daemon]`, which `make ui` and `make serve` call.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from orchestration.instance import prepare_home
from orchestration.manifest import prepared_manifest
from pipelines.settings import Settings

LOOPBACK = "127.0.0.1"
DEFINITIONS = ("-m", "orchestration.definitions")
SECONDS_TO_STOP = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a child ends or somebody interrupts; every child is stopped on the way out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=3000, help="port of the UI on loopback")
    parser.add_argument("--daemon", action="store_true", help="run the schedule as well")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    environment = os.environ | {"DAGSTER_HOME": str(prepare_home(settings))}
    prepared_manifest(settings)
    children = [
        subprocess.Popen(command, env=environment)
        for command in _commands(options.port, options.daemon)
    ]
    print(f"Dagster UI: http://{LOOPBACK}:{options.port} (Ctrl+C stops it)", flush=True)
    return _wait(children)


def _commands(port: int, with_daemon: bool) -> list[list[str]]:
    scripts = Path(sys.executable).parent
    webserver = [scripts / "dagster-webserver", *DEFINITIONS, "--host", LOOPBACK, "--port", port]
    daemon = [scripts / "dagster-daemon", "run", *DEFINITIONS]
    commands = [webserver, daemon] if with_daemon else [webserver]
    return [[str(part) for part in command] for command in commands]


def _wait(children: list[subprocess.Popen[bytes]]) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        process_id, status = os.wait()
        print(f"process {process_id} ended by itself; stopping the others", file=sys.stderr)
        return os.waitstatus_to_exitcode(status) or 1
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.send_signal(signal.SIGINT)
    for child in children:
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())
