"""dbt as a child process that ends when its parent ends.

A killed nightly run must not leave a dbt behind that still writes into the build or reads the
ledger. `python -m pipelines.dbt_process <dbt arguments>` is `dbt <dbt arguments>` otherwise;
the environment says whose child it is, because a parent may die before this process is awake.
"""

from __future__ import annotations

import os
import threading
import time

PARENT_VARIABLE = "POTLINE_DBT_PARENT"
SECONDS_BETWEEN_LOOKS = 0.2


def main() -> None:
    """Run dbt's own command line, watched from the start: dbt takes seconds to import."""
    parent = int(os.environ[PARENT_VARIABLE])
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    from dbt.cli.main import cli

    cli()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


if __name__ == "__main__":
    main()
