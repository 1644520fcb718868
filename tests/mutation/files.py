"""Faults in files of the demonstration group, for the rules of gate 1 on what was read.

All of them lie in one inbox, each in a file of its own, which is taken in and staged once.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
from hostile_files import Case, cases
from planting import Fault, Seen

from pipelines.checking.compiled import fill_reference, fill_staging
from pipelines.intake import take_in
from pipelines.quality.rules import Rule
from pipelines.reference import read_seed
from pipelines.settings import Settings

PLANT, PERIOD, INDICATOR, MATERIAL, COUNTERPARTY, VALUE, UNIT = range(7)
MANIFEST_NUMBER, MANIFEST_LICENCE, MANIFEST_TREATMENT = 2, 6, 7
WORKBOOK_VALUE = "本月值 Value of the month"


@dataclass(frozen=True)
class Planted:
    """A file with a fault in it: its path in the inbox, and the address where it stands."""

    path: str
    what: str
    address: str | None = None


class Inbox:
    """An inbox that fills with demonstration files, each of them broken in one way."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        self.indicators = {r["indicator_id"]: r for r in read_seed(settings, "indicators")}
        self._left = {
            form: sorted((settings.raw / form).glob(pattern), key=lambda path: path.name[::-1])
            for form, pattern in {
                "monthly_csv": "*/2021/*.csv",
                "monthly_workbook": "*/2021/*.xlsx",
                "waste_manifest": "*/2022/*.csv",
            }.items()
        }

    def take(
        self,
        form: str = "monthly_csv",
        place: str | None = None,
        fits: Callable[[Path], bool] = lambda path: True,
    ) -> Path:
        """The next demonstration file of a form with its sidecar, at its place or another."""
        source = next(path for path in self._left[form] if fits(path))
        self._left[form].remove(source)
        path = self.folder / (place or source.relative_to(self.settings.raw))
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, path)
        sidecar = source.with_name(f"{source.name}.meta.yml")
        if sidecar.exists():
            shutil.copy(sidecar, path.with_name(f"{path.name}.meta.yml"))
        return path

    def planted(self, path: Path, what: str, address: str | None = None) -> Planted:
        """What was planted in a file of the inbox."""
        return Planted(str(path.relative_to(self.folder)), what, address)


Plant = Callable[[Inbox], Planted]


def lines_of(path: Path) -> list[list[str]]:
    """The rows of a CSV file of the demonstration group, whatever its encoding."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(content.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path} is in no encoding of the demonstration group")


def write_lines(path: Path, lines: list[list[str]]) -> None:
    """The rows as CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


def cell(
    column: int,
    value: str | Callable[[Inbox, list[str]], str],
    fits: Callable[[Inbox, list[str]], bool] = lambda inbox, line: True,
    form: str = "monthly_csv",
) -> Plant:
    """Plants a text in one cell of the first row that fits, in the first file that has one."""

    def plant(inbox: Inbox) -> Planted:
        def has_row(path: Path) -> bool:
            return any(fits(inbox, line) for line in lines_of(path)[1:])

        path = inbox.take(form, fits=has_row)
        lines = lines_of(path)
        number, line = next((n, each) for n, each in enumerate(lines) if n and fits(inbox, each))
        line[column] = value(inbox, line) if callable(value) else value
        write_lines(path, lines)
        return inbox.planted(
            path,
            f"{line[column] or 'nothing'} in column {column + 1}",
            f"R{number + 1}C{column + 1}",
        )

    return plant


def _has_material(inbox: Inbox, line: list[str]) -> bool:
    return bool(inbox.indicators[line[INDICATOR]]["material_class"])


def _has_no_material(inbox: Inbox, line: list[str]) -> bool:
    return not _has_material(inbox, line) and _has_no_counterparty(inbox, line)


def _has_counterparty(inbox: Inbox, line: list[str]) -> bool:
    return inbox.indicators[line[INDICATOR]]["has_counterparty"] == "true"


def _has_no_counterparty(inbox: Inbox, line: list[str]) -> bool:
    return not _has_counterparty(inbox, line)


def _of_another_industry(inbox: Inbox, line: list[str]) -> str:
    plants = read_seed(inbox.settings, "plants")
    industry = next(row["industry_id"] for row in plants if row["plant_id"] == line[PLANT])
    return next(
        row["indicator_id"]
        for row in inbox.indicators.values()
        if "monthly_csv" in row["form_ids"].split(";")
        and industry not in row["industry_ids"].split(";")
        and "*" not in row["industry_ids"]
        and row["industry_ids"]
        and row["quantity"] == inbox.indicators[line[INDICATOR]]["quantity"]
    )


def _of_smelters(inbox: Inbox, line: list[str]) -> bool:
    return line[PLANT].startswith("AL")


def _of_another_form(inbox: Inbox, line: list[str]) -> str:
    return next(
        row["indicator_id"]
        for row in inbox.indicators.values()
        if "monthly_csv" not in row["form_ids"].split(";")
    )


def _repeated_row(inbox: Inbox) -> Planted:
    path = inbox.take()
    lines = lines_of(path)
    write_lines(path, [*lines, lines[1]])
    return inbox.planted(path, "the first row twice", f"R{len(lines) + 1}C{VALUE + 1}")


def _without_values(inbox: Inbox) -> Planted:
    path = inbox.take()
    lines = lines_of(path)
    for line in lines[1:]:
        line[VALUE] = ""
    write_lines(path, lines)
    return inbox.planted(path, "rows without values")


def _of_later_years(inbox: Inbox, line: list[str]) -> str:
    plants = read_seed(inbox.settings, "plants")
    industry = next(row["industry_id"] for row in plants if row["plant_id"] == line[PLANT])
    return next(
        row["indicator_id"]
        for row in inbox.indicators.values()
        if row["valid_from"] > line[PERIOD] + "-31" and industry in row["industry_ids"].split(";")
    )


def _header(column: int, text: str) -> Plant:
    def plant(inbox: Inbox) -> Planted:
        path = inbox.take("monthly_workbook")
        book = openpyxl.load_workbook(path)
        sheet = book["水 Water"]
        sheet.cell(3, column or sheet.max_column + 1).value = text
        if not column:
            sheet.cell(4, sheet.max_column).value = 1
        book.save(path)
        return inbox.planted(path, f"the header {text}")

    return plant


def _workbook_cell(value: str, what: str) -> Plant:
    def plant(inbox: Inbox) -> Planted:
        path = inbox.take("monthly_workbook")
        book = openpyxl.load_workbook(path)
        sheet = book["水 Water"]
        column = next(c.column for c in sheet[3] if c.value == WORKBOOK_VALUE)
        found = sheet.cell(4, column)
        found.value = value
        if value.startswith("#"):
            found.data_type = "e"
        book.save(path)
        return inbox.planted(path, what, found.coordinate)

    return plant


def _workbook_beside(header: str, text: str) -> Plant:
    """A text in a column of a table in a workbook, which is added where it is missing."""

    def has_row(path: Path) -> bool:
        return bool(openpyxl.load_workbook(path)["大气 Air"].cell(4, 1).value)

    def plant(inbox: Inbox) -> Planted:
        path = inbox.take("monthly_workbook", fits=has_row)
        book = openpyxl.load_workbook(path)
        sheet = book["大气 Air"]
        known = {c.value: c.column for c in sheet[3]}
        column = known.get(header) or sheet.max_column + 1
        sheet.cell(3, column).value = header
        sheet.cell(4, column).value = text
        book.save(path)
        return inbox.planted(path, f"{text} under {header}", sheet.cell(4, column).coordinate)

    return plant


def _name_of_the_next_row(inbox: Inbox) -> Planted:
    path = inbox.take("monthly_workbook")
    book = openpyxl.load_workbook(path)
    sheet = book["水 Water"]
    sheet["B4"].value = sheet["B5"].value
    book.save(path)
    return inbox.planted(path, "the name of the next row", "B4")


def _another_month(_: Inbox, line: list[str]) -> str:
    year, month = line[PERIOD].split("-")
    return f"{year}-{'06' if month != '06' else '05'}"


def _name_of_another_plant(inbox: Inbox) -> Planted:
    path = inbox.take("monthly_workbook")
    book = openpyxl.load_workbook(path)
    cover = book["封面 Cover"]
    name = "集团总部" if cover["B4"].value != "HQ01" else "赤霞电解铝厂"
    cover["B5"].value = name
    book.save(path)
    return inbox.planted(path, f"{name} beside the code of another plant", "B4")


def _hidden_row(inbox: Inbox) -> Planted:
    path = inbox.take("monthly_workbook")
    book = openpyxl.load_workbook(path)
    book["水 Water"].row_dimensions[4].hidden = True
    book.save(path)
    return inbox.planted(path, "a hidden row")


def _further_sheet(inbox: Inbox) -> Planted:
    path = inbox.take("monthly_workbook")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Sheet9").append(["fresh_water", 12])
    book.save(path)
    return inbox.planted(path, "a sheet that no form has")


def _everywhere(column: int, value: str, year: str | None = None) -> Plant:
    """One text in a column of all rows; the file then lies where it says that it belongs."""

    def plant(inbox: Inbox) -> Planted:
        path = inbox.take()
        lines = lines_of(path)
        for line in lines[1:]:
            line[column] = value
        write_lines(path, lines)
        if year:
            moved = inbox.folder / "monthly_csv" / lines[1][PLANT] / year
            moved.mkdir(parents=True, exist_ok=True)
            path = path.rename(moved / f"{lines[1][PLANT]}_{value}.csv")
        return inbox.planted(path, f"{value} in all rows")

    return plant


def _at_the_place_of_another_form(inbox: Inbox) -> Planted:
    path = inbox.take("waste_manifest", "monthly_csv/AL02/2022/AL02_2022-03.csv")
    return inbox.planted(path, "manifests where a monthly CSV belongs")


def _sidecar(text: str, what: str) -> Plant:
    def plant(inbox: Inbox) -> Planted:
        path = inbox.take()
        path.with_name(f"{path.name}.meta.yml").write_text(text, encoding="utf-8")
        return inbox.planted(path, what)

    return plant


def _sidecar_alone(inbox: Inbox) -> Planted:
    path = inbox.take()
    sidecar = path.with_name(f"{path.name}.meta.yml")
    path.unlink()
    return inbox.planted(sidecar, "a sidecar whose file is missing")


def _sent_twice(kind: str, what: str) -> Plant:
    def plant(inbox: Inbox) -> Planted:
        path = inbox.take()
        again = path.with_name(f"{path.stem} again.csv")
        lines = lines_of(path)
        lines[1][VALUE] += "1"
        write_lines(again, lines)
        again.with_name(f"{again.name}.meta.yml").write_text(
            f"kind: {kind}\nrevision: 0\nreason: a slip\nsent_at: '2022-05-01 08:00:00'\n",
            encoding="utf-8",
        )
        return inbox.planted(again, what)

    return plant


def _written(name: str, write: Callable[[Path], object], what: str) -> Plant:
    """A file that is no demonstration file, somewhere in the inbox."""

    def plant(inbox: Inbox) -> Planted:
        path = inbox.folder / "other" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
        return inbox.planted(path, what)

    return plant


def _hostile(case: Case) -> Plant:
    """A file of the hostile collection."""

    def plant(inbox: Inbox) -> Planted:
        path = inbox.folder / "hostile" / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        case.write(path)
        return inbox.planted(path, f"the hostile file {case.name}", case.address)

    return plant


def _sent_again(inbox: Inbox) -> Planted:
    path = inbox.take()
    again = path.with_name(f"{path.stem} again.csv")
    shutil.copy(path, again)
    return inbox.planted(again, "the same file under another name")


def _copied(source: Path) -> Callable[[Path], object]:
    return lambda path: shutil.copy(source, path)


def _unusual_carbonate(inbox: Inbox) -> Planted:
    """A row with a carbonate for which no guideline has a factor."""
    path = inbox.take(fits=lambda each: each.name.startswith("CE01"))
    lines = lines_of(path)
    plant_id, period = lines[1][PLANT], lines[1][PERIOD]
    row = [plant_id, period, "carbonate_consumed", "strontium_carbonate", "", "12", "t"]
    write_lines(path, [*lines, row])
    return inbox.planted(path, "strontium carbonate consumed", f"R{len(lines) + 1}C{VALUE + 1}")


def _is_coal_burnt(inbox: Inbox, line: list[str]) -> bool:
    is_solid = line[MATERIAL].endswith("coal") or line[MATERIAL] == "anthracite"
    return line[INDICATOR] == "fuel_consumed" and is_solid


def _coal_called_slime(inbox: Inbox) -> Planted:
    """A fuel that no standard of energy has a coefficient for, without a heat value of its own."""
    planted = cell(MATERIAL, "coal_slime", _is_coal_burnt)(inbox)
    return replace(planted, address=planted.address and planted.address.replace("C4", "C6"))


FIXTURES = Path(__file__).parents[1] / "fixtures"
MANIFEST = "waste_manifest"
PLANTED: dict[str, Plant] = {
    "missing_plant": cell(PLANT, ""),
    "unknown_plant": cell(PLANT, "ZZ99"),
    "unreadable_period": cell(PERIOD, "2021-13"),
    "missing_indicator_code": cell(INDICATOR, ""),
    "unknown_indicator": cell(INDICATOR, "fresh_watr"),
    "indicator_not_for_form": cell(INDICATOR, _of_another_form),
    "indicator_not_for_industry": cell(INDICATOR, _of_another_industry, _has_material),
    "indicator_not_in_force": cell(INDICATOR, _of_later_years, _of_smelters),
    "missing_material": cell(MATERIAL, "", _has_material),
    "unknown_material": cell(MATERIAL, "unobtainium", _has_material),
    "unexpected_material": cell(MATERIAL, "bituminous_coal", _has_no_material),
    "missing_counterparty": cell(COUNTERPARTY, "", _has_counterparty),
    "unknown_counterparty": cell(COUNTERPARTY, "ZZ99", _has_counterparty),
    "unexpected_counterparty": cell(COUNTERPARTY, "AL01", _has_no_counterparty),
    "missing_unit": cell(UNIT, ""),
    "unknown_unit": cell(UNIT, "furlong"),
    "unit_of_other_quantity": cell(UNIT, "h"),
    "ambiguous_number": cell(VALUE, "1,23,456"),
    "text_for_number": cell(VALUE, "about ten"),
    "number_out_of_range": cell(VALUE, "1e308"),
    "too_many_decimals": cell(VALUE, "0.123456789"),
    "number_corrected": cell(VALUE, "１２３４５"),
    "duplicate_fact": _repeated_row,
    "no_values": _without_values,
    "error_value": _workbook_cell("#DIV/0!", "an error of a formula"),
    "formula_without_value": _workbook_cell("=1+1", "a formula without its value"),
    "unknown_header": _header(0, "Colour"),
    "repeated_header": _header(2, WORKBOOK_VALUE),
    "missing_header": _header(7, "Colour"),
    "hidden_cells": _hidden_row,
    "unknown_sheet": _further_sheet,
    "name_of_other_code": _name_of_the_next_row,
    "unknown_data_quality": _workbook_beside("数据质量 Data quality", "excellent"),
    "unknown_determination_method": _workbook_beside("核定方法 Determination method", "guess"),
    "missing_document_number": cell(MANIFEST_NUMBER, "", form=MANIFEST),
    "missing_licence": cell(MANIFEST_LICENCE, "", form=MANIFEST),
    "missing_treatment": cell(MANIFEST_TREATMENT, "", form=MANIFEST),
    "unknown_treatment": cell(MANIFEST_TREATMENT, "X99", form=MANIFEST),
    "plant_not_active": _everywhere(PERIOD, "2011-05", "2011"),
    "period_in_future": _everywhere(PERIOD, "2099-01", "2099"),
    "plant_differs_from_place": _everywhere(PLANT, "HQ01"),
    "plant_differs_from_name": _name_of_another_plant,
    "period_differs_from_place": _everywhere(PERIOD, "2020-02"),
    "row_of_another_report": cell(PERIOD, _another_month),
    "form_differs_from_place": _at_the_place_of_another_form,
    "sidecar_unreadable": _sidecar("kind: [", "a sidecar that is no YAML"),
    "unknown_sidecar_field": _sidecar("colour: red\n", "a field that no sidecar has"),
    "unknown_kind": _sidecar("kind: perhaps\n", "a kind that nobody knows"),
    "unreadable_revision": _sidecar("revision: two\n", "a revision in words"),
    "unreadable_sent_at": _sidecar("sent_at: soon\n", "a time in words"),
    "sidecar_without_file": _sidecar_alone,
    "nothing_to_replace": _sidecar(
        "kind: replaces_values\nrevision: 1\nreason: a slip\n", "a correction of nothing"
    ),
    "reason_not_given": _sidecar(
        "kind: replaces_all\nrevision: 1\n", "a correction that does not say why"
    ),
    "same_file_again": _sent_again,
    "empty_file": _written("empty.csv", lambda path: path.touch(), "a file of zero bytes"),
    "too_early": _sidecar(
        "kind: original\nsent_at: '2020-01-02 08:00:00'\n", "sent before the month was over"
    ),
    "activity_without_factor": _unusual_carbonate,
    "carrier_without_coefficient": _coal_called_slime,
    "link_outside_inbox": _written(
        "link.csv", lambda path: path.symlink_to("/etc/hostname"), "a link out of the inbox"
    ),
    "legacy_format": _written(
        "old.xls", _copied(FIXTURES / "workbooks" / "libreoffice.xls"), "an .xls file"
    ),
    "set_aside_by_layout": _written(
        "water.csv", _copied(FIXTURES / "foreign" / "power_plant_water.csv"), "a foreign table"
    ),
    "rounded_by_layout": _written(
        "more_water.csv", _copied(FIXTURES / "foreign" / "power_plant_water.csv"), "a foreign table"
    ),
    "second_original": _sent_twice("original", "the month as a second original"),
    "revision_not_higher": _sent_twice("replaces_all", "a correction with the same revision"),
}


def file_faults(settings: Settings, rules: list[Rule], folder: Path) -> Iterator[Seen]:
    """For each rule on reading, whether the file planted for it has its finding where it is due."""
    own = replace(settings, raw=folder / "raw", home=folder / "home")
    own.raw.mkdir(parents=True)
    inbox = Inbox(settings, own.raw)
    hostile = {case.rule_id: _hostile(case) for case in reversed(cases()) if case.rule_id}
    plants = {rule_id: [plant] for rule_id, plant in (hostile | PLANTED).items()}
    planted = {
        rule.rule_id: [plant(inbox) for plant in plants.get(rule.rule_id, [])] for rule in rules
    }
    take_in(own)
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as build")
        connection.execute(f"attach '{own.ledger}' as ledger (read_only)")
        connection.execute("use build")
        fill_reference(connection, settings)
        fill_staging(connection, datetime.now(UTC).date())
        for rule in rules:
            yield _seen(connection, rule, planted[rule.rule_id])


def _seen(connection: duckdb.DuckDBPyConnection, rule: Rule, planted: list[Planted]) -> Seen:
    found = connection.execute(
        "select path, address, found from staging.stg_findings where rule_id = ?", [rule.rule_id]
    ).fetchall()
    for number, each in enumerate(planted, start=1):
        for path, address, text in found:
            if path == each.path and each.address in (None, address):
                return Seen(rule, number, Fault(each.what, (), {"path": path}), str(text))
    return Seen(rule, len(planted), None, f"planted at {planted}; found: {found[:3]}")
