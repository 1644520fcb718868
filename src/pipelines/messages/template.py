"""What `potline template` and the workbooks that it writes say."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "help_template": (
        "Write the blank workbook of a plant and month, made from the reference data: the "
        "indicators of its industry, units, drop-down lists, explanations, the values of the month "
        "before, and checks that turn red while typing.\n\n"
        "With a year, the annual return.\n\n"
        "Examples: potline template --plant AL01 --period 2021-03 AL01_2021-03.xlsx · "
        "potline template --plant AL01 --period 2021 AL01_2021.xlsx",
        "按参考数据为某工厂某月生成空白报表：本行业的指标、单位、下拉列表、填报说明、上月值，"
        "以及填写时即时变红的检查。\n\n"
        "给出年份则生成年报。\n\n"
        "示例：potline template --plant AL01 --period 2021-03 AL01_2021-03.xlsx · "
        "potline template --plant AL01 --period 2021 AL01_2021.xlsx",
    ),
    "option_template_plant": ("Code of the plant.", "工厂代码。"),
    "option_template_period": (
        "Month as 2021-03, or year as 2021 for the annual return.",
        "月份，如 2021-03；年报给出年份，如 2021。",
    ),
    "argument_template_out": ("The workbook to write, .xlsx.", "要写入的工作簿（.xlsx）。"),
    "template_written": (
        "{out}: {form} of {plant} for {period}, {rows} rows to fill in, {checks} checks.",
        "{out}：{plant} {period} 的{form}，{rows} 行待填，{checks} 项检查。",
    ),
    "template_writing": ("Writing the template …", "正在生成模板……"),
    "template_next": (
        "Fill it in, then: potline check {out}",
        "填好后请运行：potline check {out}",
    ),
    "template_period": (
        "{period!r} is no period; write a month as 2021-03, or a year as 2021.",
        "{period!r} 不是期间；月份请写作 2021-03，年份请写作 2021。",
    ),
    "template_unknown_plant": (
        "No plant has the code {plant!r}; the nearest is {nearest!r}. "
        "Plants stand in the reference data, dbt_project/seeds/plants.csv.",
        "没有代码为 {plant!r} 的工厂；最接近的是 {nearest!r}。"
        "工厂列于参考数据 dbt_project/seeds/plants.csv。",
    ),
    "template_not_valid": (
        "{plant} is not in force in {period}; it is in {spans}.",
        "{plant} 在 {period} 无效；其有效期为 {spans}。",
    ),
    "workbook_ending": (
        "{out} does not end in .xlsx; what is written is an Excel workbook.",
        "{out} 的后缀不是 .xlsx；写出的是 Excel 工作簿。",
    ),
    "workbook_without_folder": (
        "There is no folder {folder} to write {out} in; make it first.",
        "没有文件夹 {folder}，无法写入 {out}；请先创建。",
    ),
    # The workbook itself: always in both languages.
    "form_cover": ("Cover of the submission", "报送封面"),
    "form_cover_hint": (
        "Fill in the yellow cells. The other cells are locked, without a password.",
        "请填写黄色单元格；其余单元格已锁定（无密码）。",
    ),
    "form_instructions": ("Instructions", "填报说明"),
    "form_row_hint": (
        "Fill in the yellow cells. What stays empty counts as missing, not as zero: write 0 where "
        "there was none.",
        "请填写黄色单元格。空白视为缺报而非零；确实没有时请填 0。",
    ),
    "form_help_kind": (
        "original: first report. replaces_all: replaces the report sent before. replaces_values: "
        "only the values given here. withdraws: takes the report back.",
        "original：首次报送；replaces_all：替换此前全部内容；replaces_values：只替换此处所填数值；"
        "withdraws：撤回报送。",
    ),
    "form_help_reason": (
        "Why a report is corrected or withdrawn; empty for a first report.",
        "更正或撤回的原因；首次报送留空。",
    ),
    "form_help_revision": (
        "0 for the first report, then 1, 2 …: the highest counts.",
        "首次报送填 0，之后依次为 1、2……；以最高版次为准。",
    ),
    "form_help_sender": ("Who fills in this form.", "填报人姓名。"),
    "form_help_contact": ("Telephone or e-mail for questions.", "便于联系的电话或邮箱。"),
    "form_help_sent_at": ("Date of sending, as 2021-04-09.", "报送日期，如 2021-04-09。"),
    "form_locked": ("Set by the template; do not change.", "由模板设定，请勿修改。"),
    "form_required": ("Required.", "必填。"),
    "form_optional": ("To be filled in where the plant has it.", "有则填报。"),
    "form_counted": ("What is counted: {help}", "统计口径：{help}"),
    "form_unit": (
        "Unit: {unit}; others of the list are converted.",
        "单位：{unit}；可选列表中的其他单位，将自动换算。",
    ),
    "form_usual_quality": ("Usual source: {quality}.", "通常的数据来源：{quality}。"),
    "form_source": ("Defined by: {source}", "依据：{source}"),
    "form_head_indicator_id": ("Code by which the row is read.", "系统按此代码读取本行。"),
    "form_head_material_id": (
        "Which material the row is about; choose from the list in yellow cells.",
        "本行所指物料；黄色单元格请从列表选择。",
    ),
    "form_head_counterparty_id": (
        "The plant of the group at the other end.",
        "集团内对方工厂的代码。",
    ),
    "form_head_unit": ("Unit of the value in this row.", "本行数值的单位。"),
    "form_head_value": (
        "A number without unit and without thousands separators. Empty means missing, not zero.",
        "只填数字，不带单位和千位分隔符。空白表示缺报，不是零。",
    ),
    "form_head_previous_value": (
        "What was published for the period before, in the unit of this row.",
        "上一期已采用的数值，单位与本行相同。",
    ),
    "form_head_check": (
        "Turns red (✗: would be held) or amber (!: unusual) while you type, and says which rule.",
        "填写时即时检查：红色 ✗ 将被暂缓采用；黄色 ! 为异常提示，并说明规则。",
    ),
    "form_head_data_quality": (
        "How the value was obtained; empty means the usual way.",
        "数据取得方式；空白表示通常方式。",
    ),
    "form_head_method_id": ("How the quantity was determined.", "核定方法。"),
    "form_head_note": ("Anything that explains the value.", "对数值的任何说明。"),
    "form_steps": (
        "1. Cover: fill in who sends the form and how to reach you.\n"
        "2. Each sheet: fill in the yellow cells; one value a row. The empty rows at the end "
        "take what the form does not list.\n"
        "3. Materials: where the material is yellow, choose it from the list; rows of materials "
        "that you do not have stay empty.\n"
        "4. Units: choose the unit that your meter or ledger uses; it is converted.\n"
        "5. Empty is missing, never zero. Write 0 where there was none.\n"
        "6. Checks: red (✗) would be held back, amber (!) is unusual. Correct it, or say in the "
        "note why it is right.\n"
        "7. Before sending: potline check THIS_FILE tells what the nightly run would find.\n"
        "8. After sending: a receipt comes back, with every finding at its cell.",
        "1. 封面：填写填报人和联系方式。\n"
        "2. 各工作表：填写黄色单元格，每行一个数值；表末的空行可填报表未列出的内容。\n"
        "3. 物料：物料单元格为黄色时，请从列表中选择；没有的物料，相应行留空。\n"
        "4. 单位：选择计量器具或台账所用单位，系统自动换算。\n"
        "5. 空白表示缺报，绝不视为零；确实没有时请填 0。\n"
        "6. 检查：红色（✗）将被暂缓采用，黄色（!）为异常提示。请改正，或在备注中说明原因。\n"
        "7. 报送前：运行 potline check 本文件，可预先看到夜间处理会发现的问题。\n"
        "8. 报送后：将收到回执，每个问题都标注在相应单元格。",
    ),
    "form_made_for": (
        "Made for {plant}, {period}, layout {layout}.",
        "适用于 {plant}，{period}，版式 {layout}。",
    ),
}
