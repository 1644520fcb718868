"""Quality: rules as data, judged by the two gates of a build."""

from pipelines.quality.gates import run_gate_1, run_gate_2
from pipelines.quality.judging import CheckRaisedError
from pipelines.quality.outcomes import GateOutcome, RuleOutcome
from pipelines.quality.rules import Rule, RuleError, load_rules

__all__ = [
    "CheckRaisedError",
    "GateOutcome",
    "Rule",
    "RuleError",
    "RuleOutcome",
    "load_rules",
    "run_gate_1",
    "run_gate_2",
]
