"""What the commands that run and read say: help, nightly run, status, releases, tables."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # Help
    "help_potline": (
        "From the workbooks of plants to checked, published and traceable marts.\n\n"
        "Start with [bold]potline nightly[/], then ask: [bold]potline status[/], "
        '[bold]potline query "from fct_water limit 5"[/].\n\n'
        "POTLINE_RAW is the inbox (data/raw), POTLINE_HOME what Potline writes (var); "
        "POTLINE_LANG=zh speaks Chinese.",
        "从各工厂报表到经过检查、发布且可追溯的数据集市。\n\n"
        "先运行 [bold]potline nightly[/]，再查看：[bold]potline status[/]、"
        '[bold]potline query "from fct_water limit 5"[/]。\n\n'
        "POTLINE_RAW 为收件目录（data/raw），POTLINE_HOME 为 Potline 的写入目录（var）；"
        "POTLINE_LANG=zh 使用中文。",
    ),
    "help_nightly": (
        "Take in what is new, check it, rebuild the marts, release and deliver them.\n\n"
        "Exit code 0: released, or nothing new; 2: a gate refused, and the last release stays; "
        "1: anything else.\n\n"
        "Example: potline nightly --as-of 2022-01-15",
        "接收新报送，检查，重建集市，发布并交付。\n\n"
        "退出码 0：已发布或无新内容；2：关口拒绝，沿用上一次发布；1：其他错误。\n\n"
        "示例：potline nightly --as-of 2022-01-15",
    ),
    "help_submit": (
        "Put files into the inbox, where their form, plant and period belong.\n\n"
        "Nothing is overwritten: a second file for a place lies beside the first. "
        "Sender, kind and revision go into a sidecar file.\n\n"
        "Examples: potline submit AL01_2021-03.xlsx · "
        "potline submit AL01_2021-03.csv --kind replaces_all --revision 1 --sender 'Li Wei'",
        "将文件放入收件目录中与其表单、工厂和期间相应的位置。\n\n"
        "不会覆盖任何文件：同一位置的第二个文件放在第一个旁边。"
        "报送人、类型和修订号写入附属文件。\n\n"
        "示例：potline submit AL01_2021-03.xlsx · "
        "potline submit AL01_2021-03.csv --kind replaces_all --revision 1 --sender 李伟",
    ),
    "help_status": (
        "Show which plant-months are due, in, held, late or missing, and why; and what a gate "
        "refused since the last release.\n\n"
        "Examples: potline status --plant AL01 · potline status --period 2021-03 --json",
        "显示各工厂各月报送的状态（应报、已收、搁置、迟报、缺报）及原因，以及上次发布后关口拒绝的内容。\n\n"
        "示例：potline status --plant AL01 · potline status --period 2021-03 --json",
    ),
    "help_releases": (
        "List all releases: id, time, as-of date, inputs, rows and findings.",
        "列出全部发布：编号、时间、基准日、输入、行数和问题数。",
    ),
    "help_query": (
        "Ask a release in SQL (DuckDB's dialect); nothing can be changed.\n\n"
        "Tables: fct_water, marts.fct_water, reference.plants, meta.releases. "
        '"show tables" lists the marts, "describe fct_water" the columns of one.\n\n'
        'Examples: potline query "from fct_water limit 5" · '
        'potline query "from dim_plant" --format csv --out plants.csv',
        "用 SQL（DuckDB 方言）查询某次发布；不能修改任何内容。\n\n"
        "表：fct_water、marts.fct_water、reference.plants、meta.releases。"
        '"show tables" 列出集市，"describe fct_water" 列出某集市的列。\n\n'
        '示例：potline query "from fct_water limit 5" · '
        'potline query "from dim_plant" --format csv --out plants.csv',
    ),
    "help_export": (
        "Write all marts of a release as Parquet and CSV to a new folder, described in "
        "datapackage.json (Frictionless).\n\n"
        "Texts that a spreadsheet would take for formulas get an apostrophe in front in CSV.\n\n"
        "Example: potline export marts-2021 --release R00001",
        "将某次发布的全部集市以 Parquet 和 CSV 写入新目录，"
        "并附 datapackage.json（Frictionless）。\n\n"
        "CSV 中会被电子表格视为公式的文本前加撇号。\n\n"
        "示例：potline export marts-2021 --release R00001",
    ),
    "help_demo": (
        "Write the submissions of a synthetic group: the committed one, or one of any size.\n\n"
        "Examples: potline demo group · potline demo big --plants 500 --months 12",
        "生成虚构集团的报送文件：随附的集团，或任意规模的集团。\n\n"
        "示例：potline demo group · potline demo big --plants 500 --months 12",
    ),
    "help_rules": ("What is checked, and why.", "检查哪些规则及其理由。"),
    "help_rules_list": ("List all rules.", "列出全部规则。"),
    "help_rules_explain": (
        "Say what a rule states, why, what would be right, and where it comes from.\n\n"
        "`potline rules list` names the rules.",
        "说明某条规则的内容、理由、正确做法和出处。\n\n`potline rules list` 列出规则名称。",
    ),
    "option_as_of": (
        "Judge due dates, waivers and validity by this day (default: today in Shanghai).",
        "按此日期判断应报日期、豁免和有效期（默认：上海当日）。",
    ),
    "option_wait": (
        "While another run is at work: wait for it, or say so and stop.",
        "若另一次运行正在进行：等待其结束，或说明后退出。",
    ),
    "option_json": ("Answer in JSON, for scripts.", "以 JSON 输出，供脚本使用。"),
    "option_kind": (
        "original; replaces_all for a corrected form, replaces_values for the corrected values "
        "alone, withdraws to take a report back.",
        "original（原始）；更正整份用 replaces_all，"
        "只报更正值用 replaces_values，撤回用 withdraws。",
    ),
    "option_correction_why": (
        "Why it corrects or withdraws what came before.",
        "更正或撤回的原因。",
    ),
    "option_revision": (
        "0 for the original, then 1, 2 …; the highest counts.",
        "原始为 0，其后为 1、2……；以最大者为准。",
    ),
    "option_sender": ("Who sends it.", "报送人。"),
    "option_contact": ("How to reach the sender.", "报送人联系方式。"),
    "option_sent_at": (
        "When it was sent (default: what the file says of itself).",
        "报送时间（默认：文件自身所示）。",
    ),
    "option_plant": ("Only this plant, by its id.", "仅此工厂（工厂代码）。"),
    "option_period": (
        "Only this month or year: 2021-03 or 2021.",
        "仅此月或此年：2021-03 或 2021。",
    ),
    "option_release": (
        "An earlier release, such as R00001 (default: the current one).",
        "较早的发布，如 R00001（默认：当前发布）。",
    ),
    "option_format": ("How to write the result.", "结果的格式。"),
    "option_out": ("Write to this file, not to the terminal.", "写入此文件而非终端。"),
    "option_plants": (
        "Number of plants (default: the committed group).",
        "工厂数量（默认：随附的集团）。",
    ),
    "option_months": ("Months from 2019-01 (default: 36).", "自 2019-01 起的月数（默认：36）。"),
    "option_seed": ("Another seed gives other figures.", "不同的种子生成不同的数据。"),
    "argument_files": ("Workbooks and CSV files.", "工作簿和 CSV 文件。"),
    "argument_sql": ("The query, in quotes.", "查询语句，置于引号内。"),
    "argument_export_out": ("A folder that does not exist yet.", "尚不存在的目录。"),
    "argument_demo_out": ("The folder to write to.", "写入的目录。"),
    "argument_rule": ("The id of a rule.", "规则代码。"),
    # Errors
    "error": ("Error: {error}", "错误：{error}"),
    "disk_error": (
        "a file could not be written or read: {problem}; make room or give rights where "
        "POTLINE_HOME and POTLINE_RAW point, then run this again: what was released stays whole",
        "文件无法写入或读取：{problem}；请在 POTLINE_HOME 与 POTLINE_RAW 所指处腾出空间或授予权限，"
        "然后重新运行；已发布的内容保持完整",
    ),
    "lock_holder": ("process {process_id}, since {since}", "进程 {process_id}，自 {since}"),
    "already_running": (
        "another run is at work ({holder}); wait for it, or use --wait (lock: {path})",
        "另一次运行正在进行（{holder}）；请稍候，或使用 --wait（锁文件：{path}）",
    ),
    "no_release": (
        "nothing was released yet in {path}; run `potline nightly` first",
        "{path} 中尚无任何发布；请先运行 `potline nightly`",
    ),
    "unknown_release": (
        "there is no release {release_id}; `potline releases` lists them",
        "没有发布 {release_id}；`potline releases` 可列出全部发布",
    ),
    "bad_query": (
        "the query cannot be answered: {error} (`show tables` lists the marts)",
        "无法执行查询：{error}（`show tables` 可列出集市）",
    ),
    "not_a_query": (
        'give one query that reads, such as "from fct_water limit 5"',
        '请给出一条只读查询，例如 "from fct_water limit 5"',
    ),
    "output_exists": (
        "{path} exists already; name a folder that does not",
        "{path} 已存在；请指定尚不存在的目录",
    ),
    "parquet_needs_out": (
        "Parquet is no text; name a file with --out",
        "Parquet 不是文本；请用 --out 指定文件",
    ),
    "not_a_day": (
        "{place}: {text!r} is no day; write it as 2021-03-31",
        "{place}：{text!r} 不是日期；请写作 2021-03-31",
    ),
    "unknown_rule": (
        "there is no rule {rule_id}{hint}; `potline rules list` names them",
        "没有规则 {rule_id}{hint}；`potline rules list` 可列出全部规则",
    ),
    "did_you_mean": (" (did you mean {name}?)", "（是否指 {name}？）"),
    # The nightly run
    "new_first_release": ("the first release", "首次发布"),
    "new_arrivals": ("{count} new files in the inbox", "收件目录中有 {count} 个新文件"),
    "new_archive": ("arrivals in the archive that are not released", "存档中有尚未发布的来文"),
    "new_reference": ("the reference data changed", "参考数据已变更"),
    "new_code": ("the code or a pinned version changed", "代码或固定版本已变更"),
    "new_dates": (
        "{count} dates in {table} between {before} and {now}",
        "{before} 至 {now} 之间 {table} 中有 {count} 个日期",
    ),
    "nightly_starts": ("Looking for what is new …", "正在查找新内容……"),
    "waiting": ("Waiting for another run ({holder}) …", "正在等待另一次运行（{holder}）……"),
    "step_state": ("{step}: {state}", "{step}：{state}"),
    "nightly_released": ("Released {release}.", "已发布 {release}。"),
    "nightly_nothing_new": (
        "Nothing new: {release} stays the current release.",
        "无新内容：当前发布仍为 {release}。",
    ),
    "unchanged": (
        "Archive, reference data, code and due dates are as they were.",
        "存档、参考数据、代码和应报日期均无变化。",
    ),
    "delivery_completed": ("Its delivery was completed.", "已补完其交付。"),
    "nightly_refused": (
        "Refused by a gate; the current release stays: {release}.",
        "关口拒绝；当前发布不变：{release}。",
    ),
    "nightly_failed": (
        "Failed; the current release: {release}.",
        "运行失败；当前发布：{release}。",
    ),
    "no_release_yet": ("none", "无"),
    "refused_by": (
        "{rule_id}: {statement} ({failing_rows} rows break it)",
        "{rule_id}：{statement}（{failing_rows} 行不符）",
    ),
    "refused_without_rows": (
        "{rule_id}: {statement} (nothing to judge: no value that it is about was accepted)",
        "{rule_id}：{statement}（没有可供检查的数据：没有相关数值被接受）",
    ),
    "next_submitted": (
        "Next: `potline nightly` takes it in, `potline status` tells what became of it.",
        "下一步：`potline nightly` 接收，`potline status` 查看结果。",
    ),
    "next_released": (
        'Next: `potline status`, `potline query "show tables"`, `make ui` for the lineage.',
        '下一步：`potline status`、`potline query "show tables"`，用 `make ui` 查看血缘。',
    ),
    "next_nothing_new": (
        "Next: `potline status`, `potline releases`.",
        "下一步：`potline status`、`potline releases`。",
    ),
    "next_refused": (
        "Next: `potline status` and `potline rules explain RULE`; findings are kept.",
        "下一步：`potline status` 和 `potline rules explain 规则`；问题已保留。",
    ),
    "next_failed": (
        "Next: `make ui` shows the run and its log.",
        "下一步：用 `make ui` 查看运行及日志。",
    ),
    "seconds_of": ("seconds for {step}", "{step} 用时（秒）"),
    "count_files": ("files in the inbox", "收件目录中的文件"),
    "count_parsed_contents": ("files parsed", "已解析的文件"),
    "count_parsed_cells": ("cells parsed", "已解析的单元格"),
    "count_arrivals": ("arrivals", "来文"),
    "count_new_arrivals": ("new arrivals", "新来文"),
    "count_rejected_arrivals": ("rejected arrivals", "被拒来文"),
    "count_submissions": ("submissions", "报送"),
    "count_held_submissions": ("held submissions", "搁置的报送"),
    "count_facts": ("facts", "数据"),
    "count_findings": ("findings", "问题"),
    "count_blocking_findings": ("blocking findings", "阻断问题"),
    "count_compliance_findings": ("compliance findings", "合规问题"),
    "count_warning_findings": ("warnings", "警告"),
    "count_info_findings": ("for information", "供参考"),
    "count_rules_planned": ("rules planned", "计划检查的规则"),
    "count_rules_passed": ("rules passed", "通过的规则"),
    # Status, tables
    "status_of": ("Release {release}, as of {as_of}.", "发布 {release}，基准日 {as_of}。"),
    "status_accepted": ("accepted", "接受"),
    "status_accepted_with_warnings": ("accepted with warnings", "接受（有警告）"),
    "status_held": ("held", "搁置"),
    "status_held_earlier_used": ("held, an earlier one is used", "搁置，沿用先前报送"),
    "status_replaced": ("replaced by another form", "由另一表单取代"),
    "status_rejected": ("rejected", "拒收"),
    "status_withdrawn": ("withdrawn", "已撤回"),
    "status_missing": ("missing", "缺报"),
    "status_due": ("due", "待报"),
    "why_withdrawn": ("withdrawn by {sender}: {reason}", "{sender} 撤回：{reason}"),
    "not_stated": ("(not stated)", "（未说明）"),
    "why_missing": ("was due on {due_on}, nothing came in", "应于 {due_on} 报送，至今未收到"),
    "why_late": (
        "late: due on {due_on}, came in on {received_on}",
        "迟报：应于 {due_on} 报送，{received_on} 收到",
    ),
    "why_due": ("in time until {due_on}", "{due_on} 前报送即为按时"),
    "needs_attention": ("Needs attention: {count}", "需要关注：{count}"),
    "more_reasons": ("… and {count} more", "……另有 {count} 项"),
    "more_lines": (
        "Only {shown} are shown; narrow with --plant or --period, or use --json.",
        "仅显示 {shown} 项；请用 --plant 或 --period 缩小范围，或使用 --json。",
    ),
    "more_rows": (
        "Only {shown} rows are shown; --format csv gives all.",
        "仅显示 {shown} 行；--format csv 可输出全部。",
    ),
    "status_unplaced": (
        "Of no plant of the organisation: {path} {address}: {message} ({count} such, {rule_id})",
        "不属于组织内任何工厂：{path} {address}：{message}（共 {count} 处，{rule_id}）",
    ),
    "refused_broken": (
        "Build {build_id} (as of {as_of}) was not released: {gate} refused it. "
        "{rule_id}: {statement} ({count} rows break it)",
        "构建 {build_id}（基准日 {as_of}）未发布：{gate} 拒绝。"
        "{rule_id}：{statement}（{count} 行不符）",
    ),
    "refused_raised": (
        "Build {build_id} (as of {as_of}) was not released: at {gate}, rule {rule_id} could not be "
        "judged for any plant ({count} tries)",
        "构建 {build_id}（基准日 {as_of}）未发布：在 {gate}，规则 {rule_id} "
        "对所有工厂均无法判断（{count} 次）",
    ),
    "column_release": ("release", "发布"),
    "column_released_at": ("released at (UTC)", "发布时间（UTC）"),
    "column_as_of": ("as of", "基准日"),
    "column_kind": ("kind", "类型"),
    "column_arrivals": ("arrivals", "来文"),
    "column_facts": ("facts", "数据"),
    "column_findings": ("findings", "问题"),
    "column_rows": ("rows", "行数"),
    "column_hashes": ("archive, reference, code", "存档、参考数据、代码"),
    "column_factor_set": ("factor set", "因子集"),
    "factor_set_of": (
        "{factor_set_id} ({factors} factors, {methods} methods)",
        "{factor_set_id}（{factors} 个因子，{methods} 种方法）",
    ),
    "column_note": ("note", "备注"),
    "column_file": ("file", "文件"),
    "column_place": ("place", "位置"),
    "column_form": ("form", "表单"),
    "column_status": ("status", "状态"),
    "column_submissions": ("submissions", "报送"),
    "column_plant": ("plant", "工厂"),
    "column_period": ("period", "期间"),
    "column_why": ("why", "原因"),
    "column_rule": ("rule", "规则"),
    "column_edition": ("edition", "版次"),
    "column_gate": ("gate", "关口"),
    "column_severity": ("severity", "严重程度"),
    "column_statement": ("statement", "内容"),
    "column_what": ("what", "项目"),
    "column_count": ("count", "数量"),
    "rule_title": ("{rule_id}, edition {edition}", "{rule_id}，第 {edition} 版"),
    "rule_statement": ("says", "内容"),
    "rule_reason": ("because", "理由"),
    "rule_expected": ("right would be", "正确做法"),
    "rule_kind": ("kind", "种类"),
    "rule_gate": ("gate", "关口"),
    "rule_stage": ("stage", "阶段"),
    "rule_severity": ("severity", "严重程度"),
    "rule_holds": ("holds", "搁置对象"),
    "rule_guards": ("guards", "检查的表"),
    "rule_domain": ("domain", "领域"),
    "rule_parameters": ("parameters", "参数"),
    "rule_source": ("source", "出处"),
    "rule_valid_from": ("in force from", "生效日"),
    "rule_valid_to": ("in force to", "失效日"),
    # Other work
    "exporting": ("Writing the marts …", "正在写出集市……"),
    "exported": ("{count} marts written to {out}", "已将 {count} 个集市写入 {out}"),
    "demo_starts": ("Making the group …", "正在生成集团……"),
    "demo_written": (
        "{plants} plants, {months} months each: {submissions} submissions written to {out}",
        "已写入 {out}：{plants} 个工厂，各 {months} 个月，共 {submissions} 份报送",
    ),
    "next_demo": (
        "Next: POTLINE_RAW={out}/raw POTLINE_HOME={out}/var potline nightly",
        "下一步：POTLINE_RAW={out}/raw POTLINE_HOME={out}/var potline nightly",
    ),
    "next_demo_plants": (
        "Next, in a copy of the project: cp {out}/seeds/*.csv dbt_project/seeds/, "
        "then POTLINE_RAW={out}/raw POTLINE_HOME={out}/var potline nightly",
        "下一步，在项目的副本中：cp {out}/seeds/*.csv dbt_project/seeds/，然后 "
        "POTLINE_RAW={out}/raw POTLINE_HOME={out}/var potline nightly",
    ),
}
