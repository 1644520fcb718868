"""Checks before sending: what gate 1 would find in files, said without dbt and without a build."""

from pipelines.checking.check import check_files
from pipelines.checking.outcomes import Checked, CheckedFile, Finding, FoundCell, Undecided

__all__ = ["Checked", "CheckedFile", "Finding", "FoundCell", "Undecided", "check_files"]
