"""What a command leaves out so that it answers at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast


@contextmanager
def without_pandas() -> Iterator[None]:
    """A while in which nothing imports pandas, unless something did before.

    DuckDB asks for it at the first parameter of a query (0.4 s), to tell missing values of pandas
    from others; without it, it goes on.
    """
    if "pandas" in sys.modules:
        yield
        return
    sys.modules["pandas"] = cast(ModuleType, None)
    try:
        yield
    finally:
        del sys.modules["pandas"]
