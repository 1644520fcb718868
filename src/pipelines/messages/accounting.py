"""What `potline explain` and the formulas say, in English and Chinese; part of `messages`."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # Formulas
    "formula_unreadable": (
        "the formula {expression!r} cannot be read; see formulas.csv",
        "无法读取公式 {expression!r}；请查看 formulas.csv",
    ),
    "formula_not_allowed": (
        "the formula {expression!r} holds {part!r}; formulas know numbers, symbols, + - * /, "
        "parentheses and {functions}",
        "公式 {expression!r} 中含有 {part!r}；公式只允许数字、符号、+ - * /、括号以及 {functions}",
    ),
    "formula_without_value": (
        "the formula {expression!r} has no value for {symbols}",
        "公式 {expression!r} 缺少 {symbols} 的值",
    ),
    "formula_divides_by_zero": (
        "the formula {expression!r} divides by zero with these values",
        "以这些数值代入时，公式 {expression!r} 的除数为零",
    ),
    # Steam
    "steam_undefined": (
        "IAPWS-IF97 knows no steam at {pressure} MPa and {temperature}; report the "
        "absolute pressure in MPa and the temperature in °C",
        "IAPWS-IF97 未定义 {pressure} MPa、{temperature} 的蒸汽；请填报绝对压力（MPa）和温度（°C）",
    ),
    # Methods
    "help_methods": (
        "List the methods of the reference data; with --markdown, write the page about them "
        "(docs/methods.md).",
        "列出参考数据中的核算方法；加 --markdown 则输出方法文档（docs/methods.md）。",
    ),
    "option_markdown": ("The whole page, as Markdown.", "以 Markdown 输出完整文档。"),
    "column_name": ("name", "名称"),
    "column_method_id": ("method", "方法"),
    "column_guideline": ("guideline", "指南"),
    "column_purposes": ("purposes", "用途"),
    "column_gwp_set": ("potentials", "增温潜势"),
    "column_valid_from": ("in force from", "生效日"),
    "column_valid_to": ("in force to", "失效日"),
    # Explaining
    "help_explain": (
        "Write down how a published number came about, as a verifier would by hand: method, "
        "formula, the value of every symbol with its cell or its factor, and the result.\n\n"
        "Rows are named by key=value; in part is enough: the rows that fit are listed, and "
        "explained where they are few. --compare names other keys, such as a variant, and says "
        "which inputs make the difference.\n\n"
        "Examples: potline explain fct_ghg_emissions plant_id=AL01 period=2021-03 "
        "stream_id=anode_consumption:primary_aluminium · potline explain fct_ghg_by_method "
        "plant_id=AL01 period=2021-03 stream_kind=anode_effect --compare variant_id=ar5",
        "像核查员手算一样写出某个公布数字的由来：方法、公式、每个符号的数值及其单元格或因子，以及结果。"
        "\n\n以 key=value 指定行，可只给一部分：列出符合的行，行数少时逐一说明。"
        "--compare 给出另一组键（如某个备选口径），说明差异来自哪些输入。\n\n"
        "示例：potline explain fct_ghg_emissions plant_id=AL01 period=2021-03 "
        "stream_id=anode_consumption:primary_aluminium · potline explain fct_ghg_by_method "
        "plant_id=AL01 period=2021-03 stream_kind=anode_effect --compare variant_id=ar5",
    ),
    "argument_mart": ("The mart, such as fct_ghg_emissions.", "集市，如 fct_ghg_emissions。"),
    "argument_keys": (
        "Columns and their values: plant_id=AL01 period=2021-03.",
        "列及其取值：plant_id=AL01 period=2021-03。",
    ),
    "option_compare": (
        "A key of the row to compare with; give it once for each key.",
        "对比行的键；每个键给出一次。",
    ),
    "explain_not_a_key": (
        "{text!r} is no key; write column=value, such as plant_id=AL01",
        "{text!r} 不是键；请写作 列=值，例如 plant_id=AL01",
    ),
    "explain_unknown_mart": (
        "there is no mart {mart}{hint}; marts: {marts}",
        "没有集市 {mart}{hint}；现有集市：{marts}",
    ),
    "explain_unknown_key": (
        "{mart} has no column {name}{hint}; columns, the key first: {keys}",
        "{mart} 没有列 {name}{hint}；各列（主键在前）：{keys}",
    ),
    "explain_no_row": (
        "no row of {mart} has {wanted}; near: {near}",
        "{mart} 中没有 {wanted} 的行；相近的有：{near}",
    ),
    "explain_no_row_with": (
        "no row of {mart} with {others} has {wanted}; near: {near}",
        "{mart} 中 {others} 的行没有 {wanted}；相近的有：{near}",
    ),
    "explain_not_compared": (
        "rows of {mart} are not compared; {marts} are",
        "{mart} 的行不能对比；可对比的有 {marts}",
    ),
    "explain_older_release": (
        "this release was made before calculations were kept with it; run `potline nightly` and "
        "explain the new one",
        "该发布早于计算过程的保存；请运行 `potline nightly` 后解释新发布",
    ),
    "explain_no_pair": (
        "no row of one side has its like on the other (same {keys}); see which there are by "
        "leaving --compare out",
        "两侧没有可配对的行（{keys} 相同）；去掉 --compare 可查看有哪些行",
    ),
    "explain_ambiguous": (
        "two rows fit one side: {first} and {second}; name more keys",
        "一侧有两行符合：{first} 和 {second}；请给出更多的键",
    ),
    "explain_found": ("{count} rows of {mart} fit:", "{mart} 中有 {count} 行符合："),
    "explain_more": (
        "({hidden} more) Name more keys: up to {few} rows are explained.",
        "（另有 {hidden} 行）请给出更多的键：不超过 {few} 行时逐一说明。",
    ),
    "explain_release": (
        "Release {release_id}, factor set {factor_set_id}",
        "发布 {release_id}，因子集 {factor_set_id}",
    ),
    "explain_method": ("Method", "方法"),
    "explain_method_of": (
        "{name} ({method_id}): {guideline}, edition {edition}; in force {validity}; "
        "purposes {purposes}",
        "{name}（{method_id}）：{guideline}，{edition} 版；有效期 {validity}；用途 {purposes}",
    ),
    "explain_validity": ("from {first} to {last}", "{first} 至 {last}"),
    "explain_open": ("open", "不限"),
    "explain_variant": ("Variant", "备选口径"),
    "explain_stream": ("Source stream", "源流"),
    "explain_formula": ("Formula", "公式"),
    "explain_formula_of": (
        "mass of {gas} in t = {expression}",
        "{gas} 质量（吨）= {expression}",
    ),
    "explain_with_numbers": ("With numbers", "代入数值"),
    "explain_with_enthalpy": (
        "Enthalpy by IAPWS-IF97, in GJ/t",
        "焓值（IAPWS-IF97，GJ/t）",
    ),
    "explain_source": ("Source", "出处"),
    "explain_result": ("Result", "结果"),
    "explain_mass_of": ("{mass} t {gas}", "{mass} 吨 {gas}"),
    "explain_co2e_of": (
        "{mass} t {gas} * {gwp} (GWP, {gwp_set}, {origin}) = {emissions} t CO2e",
        "{mass} 吨 {gas} * {gwp}（GWP，{gwp_set}，{origin}）= {emissions} 吨 CO2e",
    ),
    "explain_exact": ("value_exact", "value_exact（精确值）"),
    "explain_form": ("value_form", "value_form（表单值）"),
    "explain_no_form": (
        "the form of this method does not round on the way",
        "该方法的表单计算过程中不取整",
    ),
    "explain_rounding": (
        "{element} to {decimals} decimals, half up",
        "{element} 保留 {decimals} 位小数（四舍五入）",
    ),
    "explain_uncertainty": ("Uncertainty", "不确定度"),
    "explain_uncertainty_of": (
        "± {value} % (95 % confidence)",
        "± {value} %（95 % 置信水平）",
    ),
    "explain_no_uncertainty": (
        "none, because {names} have none",
        "无，因为 {names} 未给出不确定度",
    ),
    "explain_quality": ("Data quality", "数据质量"),
    "explain_warning": ("Note", "注意"),
    "explain_unconfirmed": (
        "only unconfirmed factors exist: each gives a variant, and none is the default",
        "仅有未经证实的因子：每个因子各为一个备选口径，均不作为默认值",
    ),
    "explain_evidence_uncertain": (
        "{symbol} rests on an unconfirmed factor ({factor_id})",
        "{symbol} 依据未经证实的因子（{factor_id}）",
    ),
    "explain_evidence_one_source": (
        "{symbol} rests on one source ({factor_id})",
        "{symbol} 仅有一个来源（{factor_id}）",
    ),
    "explain_check": ("Check", "核对"),
    "explain_equal": (
        "recomputed from the numbers above: equal to what was published",
        "按以上数值复算：与公布值一致",
    ),
    "explain_unequal": (
        "recomputed from the numbers above: {mass} t, {emissions} t CO2e. "
        "NOT equal to what was published",
        "按以上数值复算：{mass} 吨，{emissions} 吨 CO2e，与公布值不一致",
    ),
    "explain_no_source": ("no source", "无来源"),
    "explain_potential": ("Global warming potential", "全球增温潜势"),
    "explain_potential_of": ("GWP of {gas}", "{gas} 的 GWP"),
    "explain_where_from": ("Where the values come from", "数值来源"),
    "explain_fact": (
        "fact {fact_id}: {indicator_name} ({indicator_id}{about}) of {plant_id} in {period}; "
        "reported {reported_text} {reported_unit}, that is {value} {unit}; file {path}, "
        "sheet {sheet}, cell {address}{quality}",
        "填报值 {fact_id}：{plant_id} {period} 的{indicator_name}（{indicator_id}{about}）；"
        "原文 {reported_text} {reported_unit}，即 {value} {unit}；文件 {path}，"
        "工作表 {sheet}，单元格 {address}{quality}",
    ),
    "explain_fact_quality": ("; data quality: {grade}", "；数据质量：{grade}"),
    "explain_factor": (
        "factor {factor_id}: {parameter}{about}, published as {value} {unit}; set {factor_set}, "
        "series {series}; valid {validity}; evidence: {evidence}; source: {source}",
        "因子 {factor_id}：{parameter}{about}，公布值 {value} {unit}；因子集 {factor_set}，"
        "系列 {series}；有效期 {validity}；证据等级 {evidence}；来源：{source}",
    ),
    "explain_constant": (
        "constant {constant_id}: the exact fraction {value}",
        "常数 {constant_id}：精确分数 {value}",
    ),
    "explain_rule": ("Rule", "规则"),
    "explain_made_from": ("Made from", "由以下数据得出"),
    "explain_more_parts": (
        "… and {count} more; --json gives all",
        "……另有 {count} 项；--json 给出全部",
    ),
    "explain_difference": ("Difference", "差异"),
    "explain_total": (
        "Together: {before} -> {after} t CO2e, {change} t CO2e ({percent} %)",
        "合计：{before} -> {after} 吨 CO2e，变化 {change} 吨 CO2e（{percent} %）",
    ),
    "explain_only_before": ("only on the first side: {row}", "仅前者有：{row}"),
    "explain_only_after": ("only on the second side: {row}", "仅后者有：{row}"),
    "column_symbol": ("symbol", "符号"),
    "column_meaning": ("meaning", "含义"),
    "column_value": ("value", "数值"),
    "column_unit": ("unit", "单位"),
    "column_form_value": ("in the form", "表单取值"),
    "column_from": ("from", "来源"),
    "column_before": ("before", "前"),
    "column_after": ("after", "后"),
    "column_effect": ("effect, t CO2e", "影响（吨 CO2e）"),
    "column_role": ("role", "作用"),
    "column_column": ("column", "列"),
    "explain_rule_fct_indicators": (
        "The reported value, turned into the canonical unit of its indicator.",
        "填报值换算为指标的标准单位。",
    ),
    "explain_rule_fct_energy": (
        "The reported quantities of the flow, times the coefficient of the carrier (the plant's "
        "measured net calorific value before the default); exported energy counts negative.",
        "该流向的填报量乘以能源品种的折标系数（工厂实测热值优先于缺省值）；外供能源计为负。",
    ),
    "explain_rule_fct_energy_intensity": (
        "The energy of all carriers of the plant and month, and its electricity, each divided by "
        "the output of the product.",
        "工厂当月全部能源消耗量及用电量，分别除以产品产量。",
    ),
    "explain_rule_fct_eliminations": (
        "The quantity as the receiver reported it, times the factor by which the receiver's "
        "scope 2 counts it.",
        "受入方填报量，乘以受入方范围二所用的排放因子。",
    ),
    "explain_rule_fct_waste": (
        "Each column is the reported flow of that name; imbalance_t is opening stock and generated "
        "less utilised, disposed, dumped, transferred out and closing stock.",
        "各列为同名流向的填报量；imbalance_t 为期初库存加产生量，"
        "减去利用、处置、倾倒、转出和期末库存。",
    ),
    "explain_rule_fct_water": (
        "Each column is the reported quantity of that name; shares are divided last.",
        "各列为同名填报量；比率最后相除。",
    ),
    "explain_rule_fct_air_pollutants": (
        "The sum of the reported emissions of the pollutant.",
        "该污染物填报排放量之和。",
    ),
    "explain_rule_fct_water_pollutants": (
        "The sum of the reported emissions of the pollutant.",
        "该污染物填报排放量之和。",
    ),
    "explain_rule_rpt_disclosure": (
        "The formula of disclosure_indicators.csv over the rows of marts below, summed over the "
        "plants of the entity and the year.",
        "按 disclosure_indicators.csv 中的公式，由下列集市行在该主体与年度内汇总得出。",
    ),
}
