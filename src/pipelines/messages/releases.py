"""What the commands about releases say: diff, rollback, resume, lock, retention."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "expired_release": (
        "release {release_id} is no longer kept (since {expired_at}, by retention.csv); "
        "`potline releases` shows which are, and `potline lock` keeps one for ever",
        "发布 {release_id} 已不再保留（自 {expired_at} 起，依据 retention.csv）；"
        "`potline releases` 可查看仍保留的发布，`potline lock` 可永久保留某一发布",
    ),
    "bad_retention": (
        "retention.csv: {fault}; every line needs a whole number as its value",
        "retention.csv：{fault}；每行的 value 须为整数",
    ),
    "rollback_to_current": (
        "the current release {current} has the marts of {release_id} already; nothing was done",
        "当前发布 {current} 的数据集市与 {release_id} 相同；未作任何改动",
    ),
    "rollback_note": (
        "rolled back from {before} to {target} by {by}: {why}",
        "由 {by} 从 {before} 回滚至 {target}：{why}",
    ),
    "barred": (
        "nothing released: these inputs are barred since the rollback {release_id} from "
        "{barred_release_id} by {barred_by} ({reason}); the next run releases when archive, "
        "reference data or code differ, or after `potline resume`",
        "未发布：自回滚 {release_id}（由 {barred_by} 从 {barred_release_id} 回滚，"
        "原因：{reason}）起，"
        "这些输入被禁止发布；存档、参考数据或代码变化后，或执行 `potline resume` 后，方可再次发布",
    ),
    "nightly_barred": (
        "Barred: {release} stays the current release.",
        "输入被禁止发布：当前发布仍为 {release}。",
    ),
    "next_barred": (
        "Next: correct what was rolled back from, or `potline resume`.",
        "下一步：更正被回滚的输入，或执行 `potline resume`。",
    ),
    "help_rollback": (
        "Make an earlier release the current one, as a new release that says so.\n\n"
        "The inputs rolled back from are barred: the nightly run releases again only when archive, "
        "reference data or code differ, or after [bold]potline resume[/bold].\n\n"
        "Example: potline rollback R00012 --why 'wrong factor of steam'",
        "将较早的发布作为一次新发布恢复为当前发布。\n\n"
        "被回滚的输入禁止再次发布：仅当存档、参考数据或代码变化，或执行 "
        "[bold]potline resume[/bold] 后，夜间任务才会再次发布。\n\n"
        "示例：potline rollback R00012 --why '蒸汽因子有误'",
    ),
    "help_resume": (
        "Lift what rollbacks have barred: the next nightly run may release the same inputs again.",
        "解除回滚造成的禁止：下次夜间任务可再次发布相同的输入。",
    ),
    "help_lock": (
        "Keep a release for ever, because a disclosure rests on it; retention never removes it.\n\n"
        "Example: potline lock R00012 --why 'annual report 2021'",
        "永久保留某一发布（有披露以其为依据）；保留策略不会删除它。\n\n"
        "示例：potline lock R00012 --why '2021 年度报告'",
    ),
    "argument_release_id": ("Release, such as R00012.", "发布编号，如 R00012。"),
    "option_why": ("Why; shown with the release.", "原因；随发布显示。"),
    "option_by": ("Who does it (default: the user of this machine).", "操作人（默认：本机用户）。"),
    "why_is_needed": (
        "say why: an empty reason tells those who come after nothing",
        "请说明原因：空白的原因对后来者毫无意义",
    ),
    "rolling_back": ("Making {release_id} the current release …", "正在恢复发布 {release_id} …"),
    "rolled_back": (
        "{release_id} is the current release, with the marts of {restored_release_id}.",
        "当前发布为 {release_id}，其数据集市与 {restored_release_id} 相同。",
    ),
    "rolled_back_bar": (
        "Barred: the inputs of {barred_release_id}. `potline resume` lifts it.",
        "已禁止发布 {barred_release_id} 的输入；`potline resume` 可解除。",
    ),
    "resumed": (
        "Lifted: the bar on the inputs of {barred_release_id} since {barred_at:%Y-%m-%d %H:%M}.",
        "已解除：自 {barred_at:%Y-%m-%d %H:%M} 起对 {barred_release_id} 输入的禁止。",
    ),
    "nothing_barred": ("Nothing is barred; nothing was done.", "没有被禁止的输入；未作任何改动。"),
    "locked": ("{release_id} is kept for ever: {reason}", "{release_id} 将永久保留：{reason}"),
    "locked_by": ("locked by {locked_by}: {reason}", "由 {locked_by} 锁定：{reason}"),
    "expired_since": ("expired {expired_at:%Y-%m-%d}", "已于 {expired_at:%Y-%m-%d} 过期"),
    "barred_inputs": (
        "inputs barred by {barred_by}: {reason}",
        "输入被 {barred_by} 禁止：{reason}",
    ),
    "column_kept": ("kept", "保留"),
    "cannot_rebuild": (
        "these inputs cannot be built by the current code: {fault}",
        "当前代码无法用这些输入重建：{fault}",
    ),
    "line_added": ("a new line", "新增行"),
    "line_removed": ("a line that is no longer there", "已删除的行"),
    "no_longer_used": ("{submission}, no longer used", "{submission}，不再采用"),
    "more_causes": ("and {count} more", "另有 {count} 项"),
    "help_diff": (
        "Show what changed between two releases: rows of marts, and each published value with its "
        "causes and their effects.\n\n"
        "Effects are separated by building the marts again with the inputs of one cause after the "
        "other, where they are not in history.fct_restatements already; that takes a minute or so "
        "a cause. [bold]--no-causes[/bold] only counts rows.\n\n"
        "Example: potline diff R00011 R00012",
        "显示两次发布之间的变化：数据集市的行，以及每个变化的已发布数值的原因与影响。\n\n"
        "若 history.fct_restatements 中尚无结果，则逐一替换各原因的输入并重建集市以区分影响，"
        "每个原因约需一分钟。[bold]--no-causes[/bold] 仅统计行数。\n\n"
        "示例：potline diff R00011 R00012",
    ),
    "argument_before": ("The release before.", "变化前的发布。"),
    "argument_after": ("The release after.", "变化后的发布。"),
    "option_causes": ("Whether to say why values changed.", "是否说明数值变化的原因。"),
    "comparing": ("Comparing {before} and {after} …", "正在比较 {before} 与 {after} …"),
    "rebuilding": (
        "Separating effects: build {number} of {of} …",
        "正在区分影响：第 {number}/{of} 次重建 …",
    ),
    "no_difference": (
        "{before} and {after} have the same marts: nothing changed.",
        "{before} 与 {after} 的数据集市相同：没有变化。",
    ),
    "rows_differ": ("Rows from {before} to {after}", "从 {before} 到 {after} 的行变化"),
    "editions_differ": ("Rules judged by other editions: {rules}", "采用其他版本的规则：{rules}"),
    "values_changed": ("Published values that changed: {count}", "变化的已发布数值：{count}"),
    "not_separable": ("Not separable: {problem}", "无法区分：{problem}"),
    "more_values": (
        "The first {shown} values are shown; all stand in history.fct_restatements or --json.",
        "仅显示前 {shown} 个数值；全部见 history.fct_restatements 或 --json。",
    ),
    "change_appeared": ("appeared", "出现"),
    "change_vanished": ("vanished", "消失"),
    "no_value": ("none", "无"),
    "column_mart": ("mart", "数据集市"),
    "column_added": ("added", "新增"),
    "column_removed": ("removed", "删除"),
    "column_changed": ("changed", "变化"),
    "column_cause": ("cause", "原因"),
    "column_effects": ("effects", "影响数"),
    "column_effect": ("effect", "影响"),
    "column_before": ("before", "变化前"),
    "column_after": ("after", "变化后"),
    "column_detail": ("what it was", "说明"),
    "restated": (
        "{count} published values changed from {before} to {after}",
        "从 {before} 到 {after} 有 {count} 个已发布数值变化",
    ),
}
