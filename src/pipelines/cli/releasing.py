"""Commands about releases: the list of them, rollback, resume, lock."""

from __future__ import annotations

from getpass import getuser
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.shown import errors, print_json, results, table
from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.release_locks import ReleaseLock
    from pipelines.release_records import Release
    from pipelines.rollbacks import Bar

LISTED = ("release", "released_at", "as_of", "kind", "arrivals", "facts", "findings", "rows")
LISTED_LAST = ("hashes", "factor_set", "kept", "note")

ReleaseArgument = Annotated[str, typer.Argument(metavar="ID", help=say("argument_release_id"))]
Why = Annotated[str, typer.Option("--why", help=say("option_why"))]
By = Annotated[str | None, typer.Option("--by", help=say("option_by"))]
AsJson = Annotated[bool, typer.Option("--json", help=say("option_json"))]


def releases(as_json: AsJson = False) -> None:
    """List all releases, with locks and bars."""
    from pipelines.release_locks import locks_of
    from pipelines.releases import list_releases
    from pipelines.rollbacks import bars_of

    settings = Settings.from_environment()
    known, locks, bars = list_releases(settings), locks_of(settings), bars_of(settings)
    if as_json:
        print_json([_document(release, locks, bars) for release in known])
        return
    headers = [say(f"column_{name}") for name in (*LISTED, *LISTED_LAST)]
    results().print(table(headers, [_row(release, locks, bars) for release in known]))
    if not known:
        errors().print(say("no_release", path=settings.releases))


def rollback(release_id: ReleaseArgument, why: Why, by: By = None, as_json: AsJson = False) -> None:
    """Make an earlier release the current one and deliver it."""
    from pipelines.delivery import deliver
    from pipelines.locks import exclusive
    from pipelines.restatements import restate
    from pipelines.rollbacks import bars_of
    from pipelines.rollbacks import rollback as roll_back

    settings = Settings.from_environment()
    progress = errors().status(say("rolling_back", release_id=release_id))
    with progress, exclusive(settings.lock):
        made = roll_back(settings, release_id, by or getuser(), _reason(why))
        deliver(settings)
        if restate(settings):
            deliver(settings)
    if as_json:
        print_json(made)
        return
    results().print(say("rolled_back", **vars(made)), markup=False)
    (bar,) = (bar for bar in bars_of(settings) if bar.release_id == made.release_id)
    results().print(say("rolled_back_bar", **vars(bar)), markup=False)


def resume(by: By = None, as_json: AsJson = False) -> None:
    """Lift the bars of rollbacks."""
    from pipelines import rollbacks

    lifted = rollbacks.resume(Settings.from_environment(), by or getuser())
    if as_json:
        print_json(lifted)
        return
    for bar in lifted:
        results().print(say("resumed", **vars(bar)), markup=False)
    if not lifted:
        results().print(say("nothing_barred"))


def lock(release_id: ReleaseArgument, why: Why, by: By = None, as_json: AsJson = False) -> None:
    """Keep a release for ever."""
    from pipelines import release_locks

    settings = Settings.from_environment()
    made = release_locks.lock(settings, release_id, by or getuser(), _reason(why))
    if as_json:
        print_json(made)
    else:
        results().print(say("locked", **vars(made)), markup=False)


def _reason(why: str) -> str:
    if not why.strip():
        raise PotlineError(say("why_is_needed"))
    return why.strip()


def _document(release: Release, locks: list[ReleaseLock], bars: list[Bar]) -> dict[str, Any]:
    return {
        **vars(release),
        "locks": [lock for lock in locks if lock.release_id == release.release_id],
        "bars": [bar for bar in bars if bar.barred_release_id == release.release_id],
    }


def _row(release: Release, locks: list[ReleaseLock], bars: list[Bar]) -> list[object]:
    counts = (release.arrivals, release.facts, release.findings, release.rows)
    hashes = release.archive_hash, release.reference_hash, release.code_hash
    return [
        release.release_id,
        release.released_at,
        release.as_of,
        release.kind,
        *counts,
        " ".join(text[:8] for text in hashes),
        _factor_set(release),
        "\n".join(_kept(release, locks, bars)),
        release.note,
    ]


def _kept(release: Release, locks: list[ReleaseLock], bars: list[Bar]) -> list[str]:
    """What there is to say about keeping a release: expired, locked, its inputs barred."""
    said = [say("expired_since", **vars(release))] if release.expired_at else []
    said += [
        say("locked_by", **vars(lock)) for lock in locks if lock.release_id == release.release_id
    ]
    return said + [
        say("barred_inputs", **vars(bar))
        for bar in bars
        if bar.barred_release_id == release.release_id and bar.lifted_at is None
    ]


def _factor_set(release: Release) -> str | None:
    if release.factor_set_id is None:
        return None
    return say(
        "factor_set_of",
        factor_set_id=release.factor_set_id,
        factors=release.factors,
        methods=release.methods,
    )
