"""What is said about rules."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "rule_subject": ("judges", "判断对象"),
    "rule_threshold": ("threshold", "阈值"),
    "rule_catalogue": ("decides", "判定规则库"),
    "rule_example": ("last found", "最近一例"),
    "rule_without_example": ("nothing in the current release", "当前发布中没有问题"),
}
