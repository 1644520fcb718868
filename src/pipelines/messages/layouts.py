"""What Potline says about layouts."""

MESSAGES: dict[str, tuple[str, str]] = {
    "help_layouts": (
        "Layouts: how forms and foreign tables are read.",
        "布局：表单与外部表格的读取方式。",
    ),
    "help_layouts_check": (
        "Check a layout file; with a table, show what it would read of it. Nothing is kept.\n\n"
        "potline layouts check dbt_project/layouts/my_table-1.yml my_table.csv",
        "检查布局文件；给出表格时，显示将读取的内容。不保存任何内容。\n\n"
        "potline layouts check dbt_project/layouts/my_table-1.yml my_table.csv",
    ),
    "argument_layout": ("Layout file (YAML).", "布局文件（YAML）。"),
    "argument_foreign_table": ("Table to be read by it.", "按该布局读取的表格。"),
    "option_plants": (
        "Write the plants that are not in the organisation to this file, as lines for plants.csv.",
        "将不在组织中的工厂写入此文件，格式同 plants.csv。",
    ),
    "layout_plants_written": (
        "{count} lines for plants.csv are in {path}; fill in unit_id, industry_id and province_id.",
        "{path} 中有 {count} 行可并入 plants.csv；请补填 unit_id、industry_id 和 province_id。",
    ),
    "layout_check_starts": ("Reading …", "正在读取 …"),
    "layout_sound": ("{layout}: the layout is sound.", "{layout}：布局正确。"),
    "column_outcome": ("cells of values", "数值单元格"),
    "column_values": ("values", "数值个数"),
    "column_total": ("total", "合计"),
    "column_indicator": ("indicator", "指标"),
    "column_material": ("material", "物料"),
    "column_found": ("found", "发现"),
    "column_first": ("first at", "首见"),
    "column_wanted": ("would be right", "应为"),
    "outcome_read": ("read", "已读取"),
    "outcome_missing": ("missing", "缺失"),
    "outcome_left_out": ("left out by a filter", "按筛选剔除"),
    "outcome_repeated": ("repeat an earlier row", "重复前行"),
    "layout_unknown_plants": (
        "{count} plants are not in the organisation; add a line for each to plants.csv"
        " (--plants writes them): {plants} …",
        "有 {count} 家工厂不在组织中，请在 plants.csv 中逐家添加（--plants 可写出）：{plants} …",
    ),
}
