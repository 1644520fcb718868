"""dbt as a child process that ends when its parent ends.

A killed nightly run must not leave a dbt behind that still writes into the build or reads the
ledger. `python -m orchestration.dbt_process <dbt arguments>` is `dbt <dbt arguments>` otherwise.
"""

from __future__ import annotations

import os
import threading
import time

from dbt.cli.main import cli

SECONDS_BETWEEN_LOOKS = 0.2


def main() -> None:
    """Run dbt's own command line, watched."""
    parent = os.getppid()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    cli()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


if __name__ == "__main__":
    main()
