"""What `potline check` says."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "help_check": (
        "Check files before they are sent: by the very rules that receive them, as far as the "
        "files alone decide them.\n\n"
        "A sidecar file (FILE.meta.yml) beside a file is read with it. Nothing is sent or kept.\n\n"
        "Exit code 0: clean, or warnings only; 2: a finding that would hold the submission; "
        "1: a file that cannot be read.\n\n"
        "Examples: potline check AL01_2021-03.xlsx · "
        "potline check *.csv --json · POTLINE_LANG=zh potline check AL01_2021-03.xlsx",
        "在报送前检查文件：采用接收时的同一套规则，凡仅凭文件可判定的均予检查。\n\n"
        "文件旁的附属文件（文件名.meta.yml）一并读取。不发送也不保存任何内容。\n\n"
        "退出码 0：无问题或仅有警告；2：有会使报送被搁置的问题；1：文件无法读取。\n\n"
        "示例：potline check AL01_2021-03.xlsx · "
        "potline check *.csv --json · POTLINE_LANG=zh potline check AL01_2021-03.xlsx",
    ),
    "argument_checked_files": ("Workbooks and CSV files.", "工作簿和 CSV 文件。"),
    "option_check_as_of": (
        "The date to judge by; today in Shanghai where none is given.",
        "判定日期；默认为上海当天。",
    ),
    "option_check_verbose": (
        "List the rules that take the plant's history to decide.",
        "列出需要工厂历史数据才能判定的规则。",
    ),
    "option_check_receipt": (
        "Write the workbook back, with the cells marked and commented.",
        "写出带标记和批注的回执工作簿。",
    ),
    "check_one_receipt": (
        "--receipt is for one file at a time; name one file",
        "--receipt 一次只用于一个文件；请只指定一个文件",
    ),
    "check_receipt_is_file": (
        "{out} is the file that is checked; give the receipt another name",
        "{out} 就是被检查的文件；请为回执另取文件名",
    ),
    "check_no_file": (
        "{file} is no file; name the workbooks or CSV files to be checked",
        "{file} 不是文件；请指定要检查的工作簿或 CSV 文件",
    ),
    "check_a_folder": (
        "{file} is no file but a folder; name the files in it, such as {file}/*.xlsx",
        "{file} 是文件夹而不是文件；请指定其中的文件，如 {file}/*.xlsx",
    ),
    "check_ignored": (
        "{names}: no submission by its name; hidden and lock files are ignored",
        "{names}：从文件名看不是报送文件；隐藏文件和锁定文件不予处理",
    ),
    "check_starts": ("Checking …", "正在检查……"),
    "check_file": (
        "{form} · plant {plant} · {period} · {values} values read · {verdict}",
        "{form} · 工厂 {plant} · {period} · 已读取 {values} 个数值 · {verdict}",
    ),
    "check_more": (
        "… and {more} findings more; --json and --receipt give all",
        "……另有 {more} 个问题；--json 与 --receipt 给出全部",
    ),
    "check_clean": ("No findings.", "未发现问题。"),
    "check_whole_file": ("the whole file", "整个文件"),
    "check_stands": ("stands there", "单元格内容"),
    "check_rule": ("rule", "规则"),
    "check_found": ("found", "发现"),
    "check_expected": ("would be right", "应为"),
    "check_reason": ("why the rule", "规则缘由"),
    "check_waived": ("waived", "已豁免"),
    "check_counts": (
        "Findings: {findings} (blocking {blocking}, compliance {compliance}, warnings {warning}, "
        "read with a correction {info}).",
        "共 {findings} 个问题：{blocking} 个阻断，{compliance} 个合规，{warning} 个警告，"
        "{info} 个已更正读取。",
    ),
    "check_decided": (
        "{rules} rules were judged as of {as_of}; {undecided} take the plant's other reports to "
        "decide and are judged when the file has come (--verbose lists them).",
        "已按 {as_of} 判定 {rules} 条规则；另有 {undecided} 条需结合工厂其他报送，"
        "收到文件后再判定（--verbose 列出）。",
    ),
    "check_undecided": ("Not decidable on the files alone", "仅凭文件无法判定"),
    "severity_blocking": ("BLOCKING", "阻断"),
    "severity_compliance": ("COMPLIANCE", "合规"),
    "severity_warning": ("WARNING", "警告"),
    "severity_info": ("INFO", "提示"),
    "verdict_accepted": ("accepted", "接受"),
    "verdict_accepted_with_warnings": ("accepted with warnings", "接受（有警告）"),
    "verdict_held": ("held", "搁置"),
    "verdict_rejected": ("rejected", "拒收"),
}
