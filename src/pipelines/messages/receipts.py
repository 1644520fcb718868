"""What receipts say to plants, always in both languages, and what a run says of receipts."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "receipt_title": ("Receipt of a submission", "报送回执"),
    "receipt_sheet": ("Receipt", "回执"),
    "receipt_verdict_accepted": ("ACCEPTED", "已采用"),
    "receipt_verdict_accepted_with_warnings": ("ACCEPTED WITH WARNINGS", "已采用，有提示"),
    "receipt_verdict_held": ("HELD", "暂缓采用"),
    "receipt_verdict_rejected": ("REJECTED", "未能读取"),
    "receipt_meaning_accepted": (
        "Everything could be read, and no rule is broken. There is nothing to do.",
        "全部内容均可读取，未违反任何规则。无需处理。",
    ),
    "receipt_meaning_accepted_with_warnings": (
        "The figures are used. Please look at the findings below: where a figure is wrong, send "
        "the month again (kind of submission: replaces all); where it is right, do nothing.",
        "数据已被采用。请查看下列问题：如数值有误，请重新报送（报送类型：全部替换）；如数值无误，无需处理。",
    ),
    "receipt_meaning_held": (
        "The figures are not used until the findings marked as blocking are put right; an earlier "
        "submission that passed stays in use. Correct the red cells and send the period again "
        "(kind of submission: replaces all). If a figure is right as it stands, tell the group's "
        "data engineer why, who can waive the rule for it.",
        "在标为“阻断”的问题改正之前，本次数据不被采用；此前已通过的报送继续有效。请改正红色单元格后"
        "重新报送整个期间（报送类型：全部替换）。如数值确实无误，请向集团数据工程师说明原因，由其办理豁免。",
    ),
    "receipt_meaning_rejected": (
        "The file could not be read, so nothing of it is used. Put right what is listed below and "
        "send the file again; `potline template` writes a form that can be read.",
        "文件无法读取，其内容均未采用。请按下列说明处理后重新报送；"
        "可用 potline template 生成可读取的表单。",
    ),
    "receipt_severity_blocking": ("blocking", "阻断"),
    "receipt_severity_compliance": ("compliance", "合规"),
    "receipt_severity_warning": ("warning", "提示"),
    "receipt_severity_info": ("info", "信息"),
    "receipt_state_waived": ("waived", "已豁免"),
    "receipt_file": ("File", "文件"),
    "receipt_form": ("Form", "表单"),
    "receipt_plant": ("Plant", "工厂"),
    "receipt_period": ("Period", "报告期"),
    "receipt_received_at": ("Received at (UTC)", "收到时间（UTC）"),
    "receipt_submission": ("Submission", "报送编号"),
    "receipt_as_of": ("Judged as of", "判定基准日"),
    "receipt_counts": ("Open findings", "未决问题数"),
    "receipt_findings": ("Findings", "问题清单"),
    "receipt_parts": ("Submissions in this file", "本文件包含的报送"),
    "receipt_verdict": ("Verdict", "判定"),
    "receipt_severity": ("Severity", "级别"),
    "receipt_rule": ("Rule", "规则"),
    "receipt_cell": ("Cell (click)", "单元格（可点击）"),
    "receipt_found": ("What stands there", "现填内容"),
    "receipt_expected": ("What is expected", "应为"),
    "receipt_said": ("What the rule says", "规则说明"),
    "receipt_reason": ("Why the rule exists", "规则缘由"),
    "receipt_no_findings": ("No findings.", "未发现问题。"),
    "receipt_whole_file": ("the whole file", "整个文件"),
    "receipt_more_findings": (
        "{count} further findings are not listed here; they are in the mart fct_findings.",
        "另有 {count} 个问题未在此列出，见数据集市 fct_findings。",
    ),
    "receipt_cells_left_out": (
        "{count} cells of the file are not shown here: it holds more than a receipt repeats.",
        "文件中有 {count} 个单元格未在此显示：超出回执可复述的数量。",
    ),
    "receipt_comment": (
        "{severity} · {rule_id}\n{message}\nWhy: {reason}",
        "{severity} · {rule_id}\n{message}\n缘由：{reason}",
    ),
    "receipt_more_on_cell": ("{count} more findings on this cell", "本单元格另有 {count} 个问题"),
    "count_receipts_written": ("receipts written", "已写回执"),
    "count_receipts_failed": ("receipts that could not be written", "未能写出的回执"),
}
