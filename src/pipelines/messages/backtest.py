"""What `potline rules backtest` says, in English and Chinese; part of `messages`."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "help_rules_backtest": (
        "Try rules on everything that was ever sent: how often each fires, how many alarms were "
        "followed by a correction, and which threshold would have been quieter.\n\n"
        "Works on the build of the last nightly run. Without a rule all are tried, and those that "
        "fire are listed; --all lists the silent ones too.\n\n"
        "Examples: potline rules backtest · potline rules backtest unit_slip --json",
        "用全部历史报送检验规则：每条规则触发多少次、其中多少次随后被更正、"
        "以及何种阈值会更少误报。\n\n"
        "基于最近一次夜间运行的构建。不指定规则则检验全部并列出触发过的规则；--all 也列出未触发的。"
        "\n\n示例：potline rules backtest · potline rules backtest unit_slip --json",
    ),
    "argument_rule_to_try": ("Only these rules.", "仅这些规则。"),
    "option_all_rules": ("Also list rules that never fire.", "同时列出从未触发的规则。"),
    "no_build_to_try_on": (
        "no build at {path}; run `potline nightly` first",
        "{path} 没有构建；请先运行 `potline nightly`",
    ),
    "rule_not_tried": (
        "rule {rule_id} cannot be tried on the last build ({reason}); run `potline nightly` anew",
        "无法在最近的构建上检验规则 {rule_id}（{reason}）；请重新运行 `potline nightly`",
    ),
    "backtesting": ("Trying rules …", "正在检验规则……"),
    "backtested": (
        "{rules} rules tried, {fired} fire.",
        "已检验 {rules} 条规则，其中 {fired} 条触发。",
    ),
    "column_judged": ("judged", "判定数"),
    "column_alarms": ("alarms", "触发数"),
    "column_corrected": ("corrected", "随后更正"),
    "column_quieter": ("quieter with", "更少误报的阈值"),
    "quieter": (
        "{parameter} {value} instead of {instead_of}: {alarms} alarms",
        "{parameter} 由 {instead_of} 改为 {value}：触发 {alarms} 次",
    ),
}
