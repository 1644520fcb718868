"""What `potline audit` says, in English and Chinese; part of `messages`."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "help_audit": (
        "Find the contradictions in a table of published figures.\n\n"
        "The table is CSV with one printed figure a line: figure_id, entity, indicator_en or "
        "indicator_zh, period, value as printed, unit_en or unit_zh, and where there are any "
        "section and quote_zh. Compared are figures of one thing printed twice, sums, shares, "
        "intensities and their bases, rates against rows of years, sizes that cannot be, and rows "
        "whose cells look exchanged; a printed digit counts for what it may have been rounded "
        "from.\n\nExample: potline audit published_figures.csv --held",
        "找出一组已公布数字中的矛盾。\n\n"
        "表为 CSV，每行一个印出的数字：figure_id、entity、indicator_zh 或 indicator_en、period、"
        "印出的 value、unit_zh 或 unit_en，以及（如有）section 和 quote_zh。"
        "比较的内容：重复出现的同一数字、合计、占比、强度与其基数、同比与各年数值、"
        "不可能的量级、疑似对调的行；印出的末位数字按其可能的舍入区间计算。\n\n"
        "示例：potline audit published_figures.csv --held",
    ),
    "option_held": ("Also list the comparisons that hold.", "同时列出成立的比较。"),
    "option_audit_markdown": ("Write the list as a page in Markdown.", "以 Markdown 页面输出。"),
    "argument_figures": ("CSV table of figures.", "数字表（CSV）。"),
    # Reading
    "figures_unreadable": ("{path}: cannot be read: {error}", "{path}：无法读取：{error}"),
    "figures_too_large": (
        "{path}: more than {most} bytes; a table of printed figures takes a few hundred kilobytes",
        "{path}：超过 {most} 字节；已发布数字的表格只需几百 KB",
    ),
    "figures_too_many": (
        "{path}: more than {most} figures; audit one document at a time",
        "{path}：超过 {most} 个数字；请每次核对一份文件",
    ),
    "figures_rejected": (
        "{path}: cannot be read: {found}; save the table as CSV UTF-8",
        "{path}：无法读取：{found}；请将表另存为 CSV UTF-8",
    ),
    "figures_lack_columns": (
        "{path}: columns are missing: {columns}; see `potline audit --help`",
        "{path}：缺少列：{columns}；请参阅 `potline audit --help`",
    ),
    "figures_none": (
        "{path}: no figures; write one a line below the names of the columns",
        "{path}：没有数字；请在列名下方每行填写一个数字",
    ),
    "figures_beyond": (
        "{path}, line {line}: something stands in column {column}, but only {header} columns have "
        "a name; put texts and numbers that hold a comma in double quotes",
        "{path} 第 {line} 行：第 {column} 列有内容，而仅有 {header} 列有列名；"
        "含逗号的文字和数字请加双引号",
    ),
    "figure_twice": (
        "{path}, line {line}: figure {figure_id} already stands on line {first}; "
        "give each figure an id of its own",
        "{path} 第 {line} 行：数字 {figure_id} 已在第 {first} 行出现；请为每个数字编写唯一编号",
    ),
    "figure_without_id": (
        "{path}, line {line}: no figure_id; give each figure an id of its own",
        "{path} 第 {line} 行：缺少 figure_id；请为每个数字编写唯一编号",
    ),
    # What is shown
    "audit_summary": (
        "{figures} figures: {found} contradictions; {held} comparisons hold.",
        "{figures} 个数字：{found} 项矛盾；{held} 项比较成立。",
    ),
    "audit_alone": (
        "{count} figures have nothing in the table to be compared with; {empty} have no number.",
        "{count} 个数字在表中没有可比较的对象；{empty} 个没有数值。",
    ),
    "audit_unreadable": (
        "line {line}: {figure_id} {text} is not read as a number; write it as 1234.5 or 1,234.5, "
        "with its unit {unit}, or leave it empty where nothing was published",
        "第 {line} 行：{figure_id} 的 {text} 不能识别为数字；请写成 1234.5 或 1,234.5，"
        "单位为 {unit}；未公布的请留空",
    ),
    "audit_mixed_decimals": (
        "Years printed to different decimals, by another precision or a zero lost: {rows}.",
        "各年小数位数不一（精度不同或末尾零丢失）：{rows}。",
    ),
    "audit_unknown_unit": (
        "the unit {unit} of {figures} is not known: compared only with figures in the same unit "
        "(units are lines of unit_aliases.csv and audit_units.csv)",
        "{figures} 的单位 {unit} 未知：仅与相同单位的数字比较"
        "（单位见 unit_aliases.csv 与 audit_units.csv）",
    ),
    "audit_holding": ("What holds", "成立的比较"),
    "audit_verdict_impossible": ("impossible", "不可能"),
    "audit_verdict_contradicts": ("contradicts", "矛盾"),
    "audit_verdict_implausible": ("implausible", "不合理"),
    "audit_verdict_suspicious": ("suspicious", "可疑"),
    "audit_likely_cause": ("likely cause", "可能原因"),
    # Titles and arithmetic
    "audit_about": ("{entity}: {what}", "{entity}：{what}"),
    "audit_repeat": (
        "{entity}: {concept} printed with different values",
        "{entity}：{concept}前后数值不一",
    ),
    "audit_same": ("{first} and {other} agree", "{first} 与 {other} 一致"),
    "audit_not_same": ("{first}, but {other}", "{first}，但另处为 {other}"),
    "audit_attribution": (
        "{concept}: one value printed for {entity} and for {other}",
        "{concept}：同一数值分别归于{entity}与{other}",
    ),
    "audit_attribution_found": (
        "{first} ({entity}, {place}) and {second} ({other}, {other_place}): one value, one year, "
        "two entities",
        "{first}（{entity}，{place}）与 {second}（{other}，{other_place}）：同值同年，主体不同",
    ),
    "audit_relation": ("{entity}: broken is that {statement}", "{entity}：不成立：{statement}"),
    "audit_in_year": ("{year}: {text}", "{year}：{text}"),
    "audit_relation_holds": (
        "{how} = {computed}; printed {printed}",
        "{how} = {computed}；印出 {printed}",
    ),
    "audit_relation_fails": (
        "{how} = {computed}, not {printed}",
        "{how} = {computed}，而非 {printed}",
    ),
    "audit_quotient": (
        "{entity}: {name} is not what its two figures give",
        "{entity}：{name}与其两项数字不符",
    ),
    "audit_saving": (
        "{readings}; printed {printed}; agrees with: {holding}",
        "{readings}；印出 {printed}；相符的算式：{holding}",
    ),
    "audit_at_most": ("{left} is at most {right}", "{left} 不大于 {right}"),
    "audit_above": ("{left} is more than {right}", "{left} 大于 {right}"),
    "audit_range": (
        "{how}; expected between {least} and {most} by one of them",
        "{how}；至少一项应介于 {least} 与 {most} 之间",
    ),
    "audit_denominators": (
        "{entity}: two intensities imply different values of {concept}",
        "{entity}：两项强度推算的{concept}不同",
    ),
    "audit_denominators_found": (
        "{year}: {first} gives {value}; {other} gives {other_value}",
        "{year}：{first} 得 {value}；{other} 得 {other_value}",
    ),
    "audit_rate": (
        "{entity}: the stated change of {concept} does not follow from the figures of both years",
        "{entity}：{concept}变化的表述与两年数值不符",
    ),
    "audit_rate_found": (
        "{year}: stated {stated}; {earlier} and {later} give {implied}{reading}",
        "{year}：表述 {stated}；由 {earlier} 与 {later} 得 {implied}{reading}",
    ),
    "audit_rate_relative": (" (as a relative change)", "（按相对变化）"),
    "audit_rate_points": (" (the statement holds in percentage points)", "（按百分点成立）"),
    "audit_rate_difference": (" (as a difference)", "（按差值）"),
    "audit_rate_neither": (
        " (neither as a relative change nor in percentage points)",
        "（按相对变化和百分点均不成立）",
    ),
    "audit_claim": (
        "{entity}: {count} pollutants are said to have fallen",
        "{entity}：称 {count} 项污染物下降",
    ),
    "audit_claim_found": (
        "{count} are said to have fallen in {year}; of {known} rows {falling} fall. {rising}",
        "称 {year} 年 {count} 项下降；{known} 行中 {falling} 行下降。{rising}",
    ),
    "audit_parts": (
        "{entity}: its parts have more {concept} than the whole",
        "{entity}：下属单位的{concept}之和大于整体",
    ),
    "audit_parts_found": (
        "{year}: {parts} = {total}; the whole {whole}",
        "{year}：{parts} = {total}；整体 {whole}",
    ),
    "audit_sign": (
        "{entity}: {concept} printed as a rise, told as a fall",
        "{entity}：{concept}印为上升，文字称下降",
    ),
    "audit_sign_found": ("{figure}; the sentence: {quote}", "{figure}；原文：{quote}"),
    "audit_coincidence": (
        "{entity}: the change of {concept} equals a rate of {other} digit by digit",
        "{entity}：{concept}与{other}的变化率逐位相同",
    ),
    "audit_coincidence_found": (
        "{figure} ({period}) is also the change from {earlier} to {later}: {change} %",
        "{figure}（{period}）恰为 {earlier} 至 {later} 的变化：{change}%",
    ),
    "audit_magnitude": (
        "{entity}: {concept} cannot be of this size",
        "{entity}：{concept}的量级不可能",
    ),
    "audit_because": ("{text}: {reason}", "{text}：{reason}"),
    "audit_of_nation": (
        "{figure} is {share} % of the nation's {nation} ({year})",
        "{figure} 为全国 {nation}（{year} 年）的 {share}%",
    ),
    "audit_times_nation": (
        "{figure} is {times} times the nation's average of {average} ({year})",
        "{figure} 为全国平均 {average}（{year} 年）的 {times} 倍",
    ),
    "audit_ratio": (
        "{figure} / {per} = {ratio} {unit}, beyond {bound}",
        "{figure} / {per} = {ratio} {unit}，超出 {bound}",
    ),
    "audit_per_ghg_of_nation": (
        "per tonne of greenhouse gas, {figure} is {times} times what the nation emits",
        "按每吨温室气体计，{figure} 为全国水平的 {times} 倍",
    ),
    "audit_implied_of_nation": (
        "{above} / {figure} = {implied} CNY, {share} % of the gross domestic product ({year})",
        "{above} / {figure} = {implied} 元，为国内生产总值（{year} 年）的 {share}%",
    ),
    "audit_value": ("{figure} is beyond {bound} {unit}", "{figure} 超出 {bound} {unit}"),
    "audit_series": (
        "{year}: {figure} is {times} times the other years ({others})",
        "{year}：{figure} 为其他年份（{others}）的 {times} 倍",
    ),
    "audit_exchange": (
        "{entity}: cells of {first} and {other} look exchanged",
        "{entity}：{first}与{other}两行的单元格疑似对调",
    ),
    "audit_exchange_found": (
        "printed: {printed}; with the cells of {first} (or else of {other}) exchanged: {smooth}",
        "印出：{printed}；将 {first} 年（或 {other} 年）的单元格对调后：{smooth}",
    ),
    "audit_cause_unit": (
        "a unit printed wrongly: a factor of {factor}",
        "单位误印：相差 {factor} 倍",
    ),
    "audit_cause_name": ("the name of an entity mistaken", "主体名称误写"),
    "audit_cause_boundary": (
        "another boundary, a restated base, or a wrong figure",
        "边界不同、基数重述或数字有误",
    ),
    "audit_cause_exchange": (
        "cells exchanged in {years}: this fits the rates of the text best",
        "{years} 年单元格对调：与正文所述变化率最为相符",
    ),
    "audit_cause_copy": ("a cell copied, or chance", "误抄单元格或巧合"),
}
