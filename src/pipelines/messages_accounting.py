"""What `potline explain` and the formulas say, in English and Chinese; part of `messages`."""

from __future__ import annotations

ACCOUNTING_MESSAGES: dict[str, tuple[str, str]] = {
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
}
