"""Dagster's home: its settings, its runs and its log, all below POTLINE_HOME."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from logging.handlers import RotatingFileHandler
from pathlib import Path

import dagster as dg
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pipelines.retention import load_policy
from pipelines.settings import Settings

# One run at a time: dbt, gates and release share one build. Nothing is told to anybody outside.
DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
retention:
  schedule:
    purge_after_days:
      skipped: 30
      failure: 90
      success: 365
"""
LOG_BYTES = 10_000_000
ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@event.listens_for(Engine, "connect")
def _sync_less_often(connection: object, _: object) -> None:
    """Spare SQLite a wait for the disk at each of Dagster's thousand events a run.

    In its journal mode nothing breaks; a power cut may cost the last lines of the log.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = normal")


def prepare_home(settings: Settings) -> Path:
    """The folder of Dagster's instance, with its settings written."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    part = home / f"dagster.yaml.{os.getpid()}"
    part.write_text(DAGSTER_YAML, encoding="utf-8")
    part.replace(home / "dagster.yaml")
    return home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """The instance whose runs `make ui` shows."""
    return dg.DagsterInstance.from_config(str(prepare_home(settings)))


def log_file(settings: Settings) -> Path:
    """Where Dagster tells of its events, instead of the terminal."""
    return settings.home / "logs" / "dagster.log"


def file_logger(settings: Settings) -> dg.LoggerDefinition:
    """A logger for Dagster's events that writes to the log file and leaves the terminal alone."""

    def to_file(_: dg.InitLoggerContext) -> logging.Logger:
        path = log_file(settings)
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        events = logging.Logger("potline.dagster", level=logging.INFO)
        events.addHandler(handler)
        return events

    return dg.LoggerDefinition(to_file, description="Events into POTLINE_HOME/logs/dagster.log.")


def end_dead_runs(instance: dg.DagsterInstance) -> None:
    """Mark as failed what a killed process left as running.

    Call it only with the nightly lock held: then no run that is still at work is among them.
    """
    running = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])
    for record in instance.get_run_records(running):
        instance.report_run_failed(
            record.dagster_run, "Its process ended before the run did; the next run starts afresh."
        )


def forget_old_runs(settings: Settings) -> int:
    """The number of runs removed from Dagster's home: all that ended but the last ones.

    How many are kept is in `retention.csv`.
    """
    history = settings.dagster_home / "history" / "runs"
    with open_instance(settings) as instance:
        ended = dg.RunsFilter(statuses=ENDED)
        outdated = instance.get_run_records(ended)[load_policy(settings).dagster_runs :]
        for record in outdated:
            run_id = record.dagster_run.run_id
            instance.delete_run(run_id)
            shutil.rmtree(settings.dagster_home / "storage" / run_id, ignore_errors=True)
            for file in history.glob(f"{run_id}.db*"):
                file.unlink()
    return len(outdated)
