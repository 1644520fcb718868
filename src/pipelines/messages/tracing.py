"""What `potline trace` says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help_trace": (
        "Where a figure comes from, down to cells and sources; and where a cell goes.",
        "数字从何而来，直至单元格与来源；以及单元格去了哪里。",
    ),
    "trace_argument_mart": (
        "The mart, such as rpt_disclosure; or `figure`, with the id of a published figure.",
        "集市，如 rpt_disclosure；或 `figure` 加公布数字编号。",
    ),
    "trace_option_cell": (
        "A cell, as `0a1b2c3d4e5f!Sheet!G6` or `path/in/data/raw.xlsx!Sheet!G6`: every figure it "
        "went into.",
        "单元格，如 `0a1b2c3d4e5f!工作表!G6` 或 `文件路径.xlsx!工作表!G6`：列出它进入的全部数字。",
    ),
    "trace_option_html": (
        "Write a web page that stands alone, with the whole tree.",
        "写出独立网页，含完整的来源树。",
    ),
    "trace_option_depth": ("How many steps down.", "向下追溯的层数。"),
    "trace_option_all": (
        "Every part; by default the largest of each row.",
        "列出全部来源；默认只列每行中最大的几项。",
    ),
    "trace_option_recompute": (
        "Recompute every figure of every mart, or of the one named, from its sources.",
        "由来源重算全部集市（或指定集市）的每个数字。",
    ),
    "trace_nothing_asked": (
        "Name a mart with key=value, or a cell with --cell, or --recompute. See --help.",
        "请给出集市与 键=值，或 --cell 单元格，或 --recompute。见 --help。",
    ),
    "trace_older_release": (
        "This release was published before links said what they contribute; `potline explain` "
        "still shows what its rows were made from.",
        "该发布早于带系数的血缘；可用 `potline explain` 查看其来源。",
    ),
    "trace_found": ("{count} rows of {mart} fit:", "{mart} 中有 {count} 行符合："),
    "trace_more_rows": (
        "({hidden} more) Up to {few} rows are traced: name more keys, such as {column}=…",
        "（另有 {hidden} 行）不超过 {few} 行时才追溯：请给出更多的键，如 {column}=…",
    ),
    "trace_release": ("Release {release_id} of {released_at}", "发布 {release_id}，{released_at}"),
    "trace_rests_on": (
        "Rests on {facts} facts from {cells} cells in {files} files, and on {factors} factors.",
        "依据 {files} 个文件、{cells} 个单元格中的 {facts} 个填报值，以及 {factors} 个因子。",
    ),
    "trace_by_rows": ("By way of {rows}.", "经由 {rows}。"),
    "trace_how": ("How it is made", "如何得出"),
    "trace_made_from": ("Made from", "来源"),
    "trace_absent": (
        "Without a value: {columns}. Nothing was reported to make them from, or not all of it.",
        "无值：{columns}。其来源未填报或未报全。",
    ),
    "trace_exception": (
        "The lineage ends here. {mart}: {reason}.",
        "血缘到此为止。{mart}：{reason}。",
    ),
    "trace_text_figure": (
        "{figure_id} stands in the text of the report (section {section}: {name} {period}, printed "
        "{printed}), and is not recomputed from what plants report. Figures of its tables can be "
        "traced.",
        "{figure_id} 出自报告正文（{section}：{name} {period}，印作 {printed}），"
        "不由工厂填报重算；可追溯的是附录表中的数字。",
    ),
    "trace_hidden": (
        "… and {count} more; --all shows them, --html and --json hold all",
        "……另有 {count} 项；--all 全部列出，--html 与 --json 均为全部",
    ),
    "trace_calculation": ("calculation {calculation_id}", "计算 {calculation_id}"),
    "trace_formula": ("= {arithmetic}", "= {arithmetic}"),
    "trace_counts": ("counts {amount}", "计入 {amount}"),
    "trace_times": (" (times {weight})", "（乘以 {weight}）"),
    "trace_fact": (
        "{plant_id} {period} {indicator_name}{about}: {value} {unit}",
        "{plant_id} {period} {indicator_name}{about}：{value} {unit}",
    ),
    "trace_fact_about": (
        "{path} · {sheet}!{address} · reads “{reported_text}” {reported_unit} · {data_quality} · "
        "{cell_id}",
        "{path} · {sheet}!{address} · 原文“{reported_text}” {reported_unit} · {data_quality} · "
        "{cell_id}",
    ),
    "trace_factor": (
        "{factor_id} {parameter}{about}: {value} {unit}",
        "{factor_id} {parameter}{about}：{value} {unit}",
    ),
    "trace_factor_about": (
        "{factor_set}, {series} · {source} · evidence: {evidence} · valid {validity}",
        "{factor_set}，{series} · {source} · 证据：{evidence} · 有效期 {validity}",
    ),
    "trace_page_more": ("{count} more", "另有 {count} 项"),
    "trace_rules_title": ("Rules that looked at it", "检查过它的规则"),
    "trace_rules": (
        "Rules: {count} looked at this figure and what it was made from; {passed} found nothing "
        "here, {broken} did.",
        "规则：{count} 条检查过该数字及其来源；{passed} 条在此无发现，{broken} 条有发现。",
    ),
    "trace_rule": (
        "{rule_id} (edition {edition}, {gate}, {severity}): {open} open, {waived} waived · "
        "{statement}",
        "{rule_id}（第 {edition} 版，{gate}，{severity}）：未结 {open}，豁免 {waived} · "
        "{statement}",
    ),
    "trace_finding": ("{state} · {place} · {message}", "{state} · {place} · {message}"),
    "trace_unchanged": (
        "Releases: it stands as it did in every release that was compared.",
        "发布：所比较的各次发布中均未变化。",
    ),
    "trace_changes": ("Releases in which it changed", "发生变化的发布"),
    "trace_change": (
        "{release_before} → {release_after}: {column} {value_before} → {value_after}",
        "{release_before} → {release_after}：{column} {value_before} → {value_after}",
    ),
    "trace_change_cause": (" · {cause}: {effect}", " · {cause}：{effect}"),
    "trace_wrote_page": ("wrote {path}", "已写出 {path}"),
    "trace_recomputed": (
        "{figures} figures in {columns} columns recomputed from their sources; {differing} differ.",
        "由来源重算 {columns} 列共 {figures} 个数字；{differing} 个不一致。",
    ),
    "trace_differs": (
        "{mart}.{column} {row_key}: published {published}, recomputed {recomputed}",
        "{mart}.{column} {row_key}：发布值 {published}，重算值 {recomputed}",
    ),
    "trace_searching": ("Following the sources …", "正在追溯来源……"),
    "trace_cell": ("Cell {cell_id}: reads “{text}”", "单元格 {cell_id}：原文“{text}”"),
    "trace_arrival": (
        "{path} · received {received_at} · {plant} {period} · {state} · {arrival_id}",
        "{path} · 收到 {received_at} · {plant} {period} · {state} · {arrival_id}",
    ),
    "trace_cell_finding": (
        "{severity}, {state}: {rule_id} · {message}",
        "{severity}，{state}：{rule_id} · {message}",
    ),
    "trace_reached": (
        "Went into these rows of release {release_id}: {rows}",
        "进入发布 {release_id} 的以下各行：{rows}",
    ),
    "trace_hidden_rows": (
        "… and {count} more; --json gives all",
        "……另有 {count} 行；--json 为全部",
    ),
    "trace_no_ledger": ("There is no ledger at {path} yet.", "{path} 处尚无台账。"),
    "trace_ledger_busy": (
        "The ledger {path} is being written by an intake; try again in a moment.",
        "收件步骤正在写入台账 {path}，请稍后再试。",
    ),
    "trace_not_a_cell": (
        "“{cell}” is no cell: write 0a1b2c3d4e5f!Sheet!G6 or path/file.xlsx!Sheet!G6.",
        "“{cell}”不是单元格：请写成 0a1b2c3d4e5f!工作表!G6 或 路径/文件.xlsx!工作表!G6。",
    ),
    "trace_no_file": (
        "No file came in at {path}. Near: {near}.",
        "没有收到过 {path}。相近：{near}。",
    ),
    "trace_no_content": (
        "No file that came in begins its SHA-256 with {content}.",
        "没有 SHA-256 以 {content} 开头的来文。",
    ),
    "trace_empty_cell": (
        "{cell} holds nothing: there is no such sheet, or the cell is empty.",
        "{cell} 没有内容：无此工作表，或单元格为空。",
    ),
    "trace_file_rejected": (
        "It is in no figure: {path} could not be read ({rejection}).",
        "未进入任何数字：{path} 无法读取（{rejection}）。",
    ),
    "trace_beside": (
        "It is no value itself: it stands under “{header}” beside {facts} values, and says what "
        "they are. These are the figures that they went into.",
        "它本身不是数值：位于“{header}”列，说明同行的 {facts} 个数值。以下是这些数值进入的数字。",
    ),
    "trace_above_rows": (
        "It is in no figure: it is a head or stands outside of the tables ({text}).",
        "未进入任何数字：它是表头或位于表格之外（{text}）。",
    ),
    "trace_not_read": (
        "It is in no figure: it could not be taken as a value ({rules}).",
        "未进入任何数字：无法作为数值读取（{rules}）。",
    ),
    "trace_filtered": (
        "It is in no figure: its file is used, and what stands under “{header}” in this row is no "
        "value that the layout takes.",
        "未进入任何数字：所在文件已采用，但该行“{header}”列的内容不在版式取值之内。",
    ),
    "trace_corrected": (
        "It is in no figure: its file is used, but a correction gives this value anew in {cells}.",
        "未进入任何数字：所在文件已采用，但更正报送重新给出了该值，见 {cells}。",
    ),
    "trace_held": (
        "It is in no figure: {path} is held back by {rules}.",
        "未进入任何数字：{path} 因 {rules} 被扣留。",
    ),
    "trace_replaced": (
        "It is in no figure: for {plant} {period} another submission counts ({used}), not {path}.",
        "未进入任何数字：{plant} {period} 采用的是另一次报送（{used}），而非 {path}。",
    ),
    "trace_not_in_release": (
        "It is in no figure: this release has nothing of {plant} {period} from {path}. It may have "
        "come in later; the next nightly run takes it.",
        "未进入任何数字：该发布中没有来自 {path} 的 {plant} {period} 数据；可能在其后收到，"
        "下次夜间运行会处理。",
    ),
}
