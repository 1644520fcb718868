"""What is said about waivers."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "help_waivers": (
        "Waivers: which hold, and how to write one.",
        "豁免：哪些有效，以及如何填写。",
    ),
    "help_waivers_list": (
        "List all waivers: whether they hold, expired, or met other values.",
        "列出全部豁免：有效、已到期，或数值已变。",
    ),
    "help_waivers_line": (
        "Print the line of waivers.csv that accepts one finding, with its fingerprint.",
        "输出 waivers.csv 中接受某一问题的一行（含指纹）。",
    ),
    "argument_finding": (
        "Id of the finding, as `fct_findings` shows it.",
        "问题编号，见 fct_findings。",
    ),
    "option_waiver_reason": ("Why it is accepted.", "接受的理由。"),
    "option_waiver_by": ("Who accepts it.", "接受人。"),
    "option_waiver_until": ("Last day on which it is accepted.", "有效期的最后一日。"),
    "column_waiver": ("waiver", "豁免"),
    "column_waiver_rule": ("rule", "规则"),
    "column_waiver_plant": ("plant", "工厂"),
    "column_waiver_periods": ("periods", "期间"),
    "column_expires_on": ("until", "有效至"),
    "column_waiver_state": ("state", "状态"),
    "column_told": ("found now", "现状"),
    "waiver_holds": ("holds", "有效"),
    "waiver_expired": ("expired", "已到期"),
    "waiver_values_changed": ("values changed", "数值已变"),
    "waiver_without_finding": ("nothing to accept", "已无此问题"),
    "no_waivers": (
        "There are no waivers; `potline waivers line FINDING` writes one.",
        "尚无豁免；`potline waivers line FINDING` 可生成一行。",
    ),
    "nothing_judged_yet": (
        "nothing was judged yet; run `potline nightly` first",
        "尚未检查任何数据；请先运行 `potline nightly`",
    ),
    "no_such_finding": (
        "build {build_id} has no finding {finding_id}; "
        '`potline query "select finding_id, message_en from fct_findings"` lists them',
        "构建 {build_id} 中没有问题 {finding_id}；"
        '可用 `potline query "select finding_id, message_zh from fct_findings"` 查看',
    ),
}
