"""The gates as Dagster shows them: each rule is a check on the asset that it guards.

Gate 1 holds back single submissions and never stops the run; gate 2 stops the release. A check
that raises for all plants stops either.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.resources import NightlyRun, Progress
from orchestration.rules import check_results, check_specs
from orchestration.sources import AFTER_GATE_1, BEFORE_GATE_1, model_keys, source_specs
from pipelines.quality import Rule, load_rules, run_gate_1, run_gate_2
from pipelines.settings import Settings

RELEASE_IS_ALLOWED = "release_is_allowed"


def gate_1_assets(settings: Settings, manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Verdicts, findings and check ledger, and a check for each rule on what plants sent."""
    guarded = model_keys(manifest, *BEFORE_GATE_1)
    rules = _rules(settings, "gate_1")
    read = sorted({"rules", "waivers", *(rule.guards for rule in rules)})
    checks = source_specs(
        manifest, "checks", deps=[guarded[name] for name in read], group_name="gates"
    )

    # Dagster lets an asset check assets of others by the same argument as dagster-dbt's tests do.
    @dg.multi_asset(
        name="gate_1",
        specs=checks,
        check_specs=check_specs(rules, guarded, may_block=False),
        allow_arbitrary_check_specs=True,
    )
    def gate_1(nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]) -> Iterator[Any]:
        build = nightly_run.current_build()
        with progress.step("gate 1"):
            outcome = run_gate_1(nightly_run.settings, build)
        for table in checks:
            yield dg.MaterializeResult(
                asset_key=table.key,
                metadata={
                    "findings": outcome.findings,
                    "held submissions": outcome.held_submissions,
                    "folder": dg.MetadataValue.path(build.checks),
                },
            )
        yield from check_results(outcome, build, guarded)

    return gate_1


def gate_2_checks(settings: Settings, manifest: Mapping[str, Any]) -> dg.AssetChecksDefinition:
    """A check for each rule on the marts; broken blocking rules leave the release unexecuted."""
    guarded = model_keys(manifest, *AFTER_GATE_1)
    permission = dg.AssetCheckSpec(
        RELEASE_IS_ALLOWED,
        asset=guarded["fct_check_ledger"],
        description="Every rule of gate 2 was judged, and no blocking one is broken.",
        blocking=True,
    )

    on_rules = check_specs(_rules(settings, "gate_2"), guarded, may_block=True)

    @dg.multi_asset_check(name="gate_2", specs=[permission, *on_rules])
    def gate_2(
        nightly_run: NightlyRun, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.AssetCheckResult]:
        build = nightly_run.current_build()
        with progress.step("gate 2"):
            outcome = run_gate_2(nightly_run.settings, build)
        yield from check_results(outcome, build, guarded)
        yield dg.AssetCheckResult(
            check_name=RELEASE_IS_ALLOWED,
            asset_key=permission.asset_key,
            passed=not outcome.refused,
            metadata={"folder": dg.MetadataValue.path(build.checks)},
        )

    return gate_2


def _rules(settings: Settings, gate: str) -> list[Rule]:
    return [rule for rule in load_rules(settings) if rule.gate == gate]
