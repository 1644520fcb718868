"""What Potline says to people, in English and Chinese: every message in one place.

`POTLINE_LANG=zh` chooses Chinese. Texts of rules and findings are reference data and not here.
"""

from __future__ import annotations

import os

MESSAGES: dict[str, dict[str, str]] = {
    "lock_holder": {
        "en": "process {process_id}, since {since}",
        "zh": "进程 {process_id}，自 {since}",
    },
    "already_running": {
        "en": "another run is at work ({holder}); wait for it, or use --wait (lock: {path})",
        "zh": "另一次运行正在进行（{holder}）；请稍候，或使用 --wait（锁文件：{path}）",
    },
    "no_release": {
        "en": "nothing was released yet in {path}; run `potline nightly` first",
        "zh": "{path} 中尚无任何发布；请先运行 `potline nightly`",
    },
    "unknown_release": {
        "en": "there is no release {release_id}; `potline releases` lists them",
        "zh": "没有发布 {release_id}；`potline releases` 可列出全部发布",
    },
}


def language() -> str:
    """`zh` where POTLINE_LANG asks for Chinese, else `en`."""
    return "zh" if os.environ.get("POTLINE_LANG", "").lower().startswith("zh") else "en"


def say(key: str, **values: object) -> str:
    """One message in the user's language, with its values filled in."""
    return MESSAGES[key][language()].format(**values)
