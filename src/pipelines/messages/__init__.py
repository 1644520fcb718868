"""What Potline says to people, in English and Chinese: one module a part, gathered here.

`POTLINE_LANG=zh` chooses Chinese. Texts of rules and findings are reference data and not here.
"""

from __future__ import annotations

import os

from pipelines.messages import (
    accounting,
    auditing,
    backtest,
    checking,
    layouts,
    receipts,
    releases,
    rules,
    running,
    template,
    tracing,
    waivers,
)

MESSAGES: dict[str, tuple[str, str]] = {
    **running.MESSAGES,
    **accounting.MESSAGES,
    **receipts.MESSAGES,
    **template.MESSAGES,
    **checking.MESSAGES,
    **auditing.MESSAGES,
    **backtest.MESSAGES,
    **releases.MESSAGES,
    **rules.MESSAGES,
    **tracing.MESSAGES,
    **layouts.MESSAGES,
    **waivers.MESSAGES,
}


def language() -> str:
    """`zh` where POTLINE_LANG asks for Chinese, else `en`."""
    return "zh" if os.environ.get("POTLINE_LANG", "").lower().startswith("zh") else "en"


def say(key: str, **values: object) -> str:
    """One message in the user's language, with its values filled in."""
    english, chinese = MESSAGES[key]
    return (chinese if language() == "zh" else english).format(**values)


def both(key: str, **values: object) -> tuple[str, str]:
    """One message in Chinese and in English, for papers that go to people of either."""
    english, chinese = MESSAGES[key]
    return chinese.format(**values), english.format(**values)
