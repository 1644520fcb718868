"""What Potline says to people, in English and Chinese: one module a part, gathered here.

`POTLINE_LANG=zh` chooses Chinese. Texts of rules and findings are reference data and not here.
"""

from __future__ import annotations

import os

from pipelines.messages import accounting, running

MESSAGES: dict[str, tuple[str, str]] = {
    **running.MESSAGES,
    **accounting.MESSAGES,
}


def language() -> str:
    """`zh` where POTLINE_LANG asks for Chinese, else `en`."""
    return "zh" if os.environ.get("POTLINE_LANG", "").lower().startswith("zh") else "en"


def say(key: str, **values: object) -> str:
    """One message in the user's language, with its values filled in."""
    english, chinese = MESSAGES[key]
    return (chinese if language() == "zh" else english).format(**values)
