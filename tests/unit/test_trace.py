"""`potline trace`: down to cells and sources, up to figures, and a page that runs no text."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from command_line import Shell
from release_store import installation, release

from pipelines.restatements.history import RESTATEMENTS
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.store import writing
from pipelines.store_tables import make_ready

TABLES = PROJECT_ROOT / "tests" / "fixtures" / "traced.sql"
DISCLOSURE = """
  - name: rpt_disclosure
    data_tests:
      - primary_key: {arguments: {columns: [entity_id, year, indicator_id, figure_id]}}
"""
CELL = "aaaaaaaaaaaa!csv!R2C5"
HOSTILE = ("<script", "<img", "<svg", "<b>", "<i>", "<not>")
# Content, path, plant and month of the arrivals, and the text of their cells by row and column.
LEDGER = [
    (
        *("a", "A1", "in/AL01_2020-01.csv", "2020-01", "read"),
        {(1, 5): "value", (2, 4): "m3", (3, 3): "fresh_water", (3, 5): "9"},
    ),
    ("c", "A3", "in/AL01_2020-02.csv", "2020-02", "read", {(1, 5): "value", (2, 5): "7"}),
    ("d", "A4", "in/AL01_again.csv", "2020-01", "read", {(1, 5): "value", (2, 5): "7"}),
    ("e", "A5", "in/AL01_broken.csv", "2020-01", "rejected", {(1, 1): "x"}),
    ("f", "A6", "in/AL01_2024-01.csv", "2024-01", "read", {(1, 5): "value", (2, 5): "7"}),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with the release to trace and a ledger, made once."""
    made = installation(tmp_path_factory.mktemp("traced"))
    marts = made.dbt_project / "models" / "marts" / "_marts.yml"
    marts.write_text(marts.read_text(encoding="utf-8") + DISCLOSURE, encoding="utf-8")
    tables = TABLES.read_text(encoding="utf-8")
    release(made, "b1", tables)
    release(made, "b2", f"{tables}; update marts.rpt_disclosure set value = 2.75")
    _write_ledger(made)
    return made


def _write_ledger(settings: Settings) -> None:
    with duckdb.connect(str(settings.ledger)) as connection:
        connection.execute(
            """
            create table arrivals (
                arrival_id varchar, path varchar, path_sequence integer, content_id varchar,
                form_id varchar, layout_version varchar, received_at timestamp,
                cover_plant_text varchar, cover_period_text varchar, place_plant_text varchar,
                place_period_text varchar, state varchar, rejection_rule_id varchar,
                rejection_found varchar
            );
            create table cells (
                content_id varchar, sheet varchar, address varchar, row_number integer,
                column_number integer, text varchar, formula varchar
            );
            create table layout_columns as
            select 'form' as form_id, '1' as layout_version, 'csv' as sheet, 1 as header_row;
            create table foreign_tables as
            select 'foreign' as form_id, '1' as layout_version, 'csv' as sheet, 2 as header_row;
            """
        )
        for letter, arrival, path, period, state, cells in LEDGER:
            content = letter * 64
            connection.execute(
                "insert into arrivals values "
                "(?, ?, 1, ?, 'form', '1', '2020-03-01', 'AL01', ?, null, null, ?, ?, 'cut off')",
                [arrival, path, content, period, state, "cut" if state == "rejected" else None],
            )
            for (row, column), text in cells.items():
                connection.execute(
                    "insert into cells values (?, 'csv', ?, ?, ?, ?, null)",
                    [content, f"R{row}C{column}", row, column, text],
                )


@pytest.fixture
def potline(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    return Shell(settings, capsys)


def test_a_figure_ends_in_its_cells_factors_and_reference_data(potline: Shell) -> None:
    shown = potline("trace", "figure", "F208")
    assert shown.code == 0
    for text in (
        "rpt_disclosure · entity_id=group year=2020 indicator_id=fresh_water figure_id=F208",
        "value = 2.75 m3 · Sum over plants. [numerator]",
        "numerator: fct_water · plant_id=AL01 period=2020-01-01 · fresh_water_m3 2.5 · counts 2.5",
        "fresh: AL01 2020-01 <b>Fresh</b> water: 2 m3 · in/AL01_2020-01.csv · csv!R2C5 · reads",
        "factor: FA1 density: 1 t/m3 · guide, - · the <i>guide</i> · evidence: one_source",
        "published: published_figures · figure_id=F208 · printed_value 9395.20",
        "Rests on 2 facts from 2 cells in 2 files, and on 1 factors.",
        "Rules: 2 looked at this figure and what it was made from; 1 found nothing here, 1 did.",
        "water_identity (edition 1, gate_1, blocking): 1 open, 0 waived · Water adds up.",
        "R00001 → R00002: value 2.500000 → 2.750000",
    ):
        assert text in shown.out


def test_an_old_release_is_traced_as_it_was(potline: Shell) -> None:
    shown = potline("trace", "figure", "F208", "--release", "R00001")
    assert "value = 2.5 m3" in shown.out
    assert "it stands as it did" in shown.out


def test_changes_are_told_over_releases_with_other_columns_and_without_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = installation(tmp_path)
    marts = made.dbt_project / "models" / "marts" / "_marts.yml"
    marts.write_text(marts.read_text(encoding="utf-8") + DISCLOSURE, encoding="utf-8")
    tables = TABLES.read_text(encoding="utf-8")
    for number, change in enumerate(
        (
            "update marts.rpt_disclosure set value = 2.5",
            "update marts.rpt_disclosure set value = 3",
            "update marts.dim_factor set value = 2; update marts.rpt_disclosure set value = 3",
            "delete from marts.rpt_disclosure",
            "alter table marts.rpt_disclosure add column more integer",
            "alter table marts.rpt_disclosure add column more integer;"
            "update marts.rpt_disclosure set value = 4, published_value = null",
        )
    ):
        release(made, f"b{number}", f"{tables}; {change}")
    monkeypatch.setattr(Settings, "from_environment", lambda: made)
    shown = Shell(made, capsys)("trace", "figure", "F208").out
    assert [line.strip() for line in shown.splitlines() if "→" in line] == [
        "R00001 → R00002: value 2.500000 → 3.000000",
        "R00003 → R00004: published_value 2.500000 → -",
        "R00003 → R00004: value 3.000000 → -",
        "R00004 → R00005: published_value - → 2.500000",
        "R00004 → R00005: value - → 2.500000",
        "R00005 → R00006: published_value 2.500000 → -",
        "R00005 → R00006: value 2.500000 → 4.000000",
    ]


def test_causes_are_told_where_the_history_knows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = installation(tmp_path)
    marts = made.dbt_project / "models" / "marts" / "_marts.yml"
    marts.write_text(marts.read_text(encoding="utf-8") + DISCLOSURE, encoding="utf-8")
    release(made, "b1", TABLES.read_text(encoding="utf-8"))
    with writing(made) as store:
        make_ready(store, RESTATEMENTS)
        store.execute(
            """
            insert into lake.history.fct_restatements by name
            select 'rpt_disclosure' as mart, 'R00000' as release_before, 'R00001' as release_after,
                'entity_id=group|year=2020|indicator_id=fresh_water|figure_id=F208' as row_key,
                'value' as column_name, 2 as value_before, 2.5 as value_after,
                'factor' as cause, 0.5 as effect
            """
        )
    monkeypatch.setattr(Settings, "from_environment", lambda: made)
    shown = Shell(made, capsys)("trace", "figure", "F208")
    change = "R00000 → R00001: value 2.000000 → 2.500000 · factor: 0.500000"
    assert change in shown.out


def test_json_holds_the_whole_tree(potline: Shell) -> None:
    tree = json.loads(potline("trace", "figure", "F208", "--json").out)["tree"]
    parts = [part["node"] for listed in tree["parts"].values() for part in listed]
    assert set(parts) <= tree["rows"].keys() | tree["facts"].keys() | tree["factors"].keys()
    assert tree["facts"]["F1"]["cell_id"] == CELL
    assert set(tree["hidden"].values()) == {0}


def test_depth_and_names_that_do_not_fit(potline: Shell) -> None:
    assert "reads" not in potline("trace", "figure", "F208", "--depth", "1").out
    for arguments, text in (
        (("trace", "figure", "F20"), "F208"),
        (("trace", "figure", "f001"), "stands in the text of the report (section foreword: Change"),
        (("trace", "fct_watr", "plant_id=AL01"), "fct_water"),
        (("trace",), "--help"),
    ):
        shown = potline(*arguments)
        assert shown.code == 1
        assert text in shown.err


def test_a_row_without_sources_says_why(potline: Shell, tmp_path: Path) -> None:
    page = tmp_path / "new" / "water.html"
    row = ("fct_water", "plant_id=CU01")
    assert potline("trace", *row, "--html", page).code == 0
    for text in (potline("trace", *row).out, page.read_text(encoding="utf-8")):
        assert "Without a value: fresh_water_m3." in text
        assert "The lineage ends here. fct_water: nobody reported." in text


def test_nothing_asks_for_pandas() -> None:
    command = "import sys; from pipelines.cli.starting import without_pandas\n"
    command += "import duckdb\n"
    command += "with without_pandas(): duckdb.execute('select $1', ['x'])\n"
    command += "assert 'pandas' not in sys.modules; import pandas"
    subprocess.run([sys.executable, "-c", command], check=True)


class Elements(HTMLParser):
    """The elements of a page, and the attributes that would run a script."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "src"]


def test_the_page_stands_alone_and_shows_hostile_texts_as_text(
    potline: Shell, tmp_path: Path
) -> None:
    page = tmp_path / "figure.html"
    assert potline("trace", "figure", "F208", "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    elements = Elements()
    elements.feed(text)
    assert elements.tags.count("script") == 2
    assert not {"img", "svg", "link", "iframe", "i"} & {*elements.tags}
    assert elements.handlers == []
    assert "http" not in text.replace("http-equiv", "")
    start = text.index('id="data">') + len('id="data">')
    data = text[start : text.index("</script>", start)]
    assert not [mark for mark in HOSTILE if mark in data]
    about = json.loads(data)["nodes"]["F1"]["about"]
    assert "</script><script>alert(1)</script>" in about


@pytest.mark.parametrize("cell", [CELL, "in/AL01_2020-01.csv!csv!R2C5"])
def test_a_cell_leads_to_every_figure(potline: Shell, cell: str) -> None:
    shown = potline("trace", "--cell", cell)
    assert shown.code == 0
    assert "1 fct_water, 1 rpt_disclosure" in shown.out
    assert "figure_id=F208 · numerator · value 2.75 m3" in shown.out
    assert "blocking, open: water_identity" in shown.out


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("in/AL01_2020-01.csv!csv!R2C4", "stands under “R2C4” beside 1 values"),
        ("in/AL01_2020-01.csv!csv!R1C5", "a head or stands outside of the tables (value)"),
        (
            "in/AL01_2020-01.csv!csv!R3C5",
            'gives this value anew in in/"><svg onload=alert(1)>.csv!',
        ),
        ("cccccccccccc!csv!R2C5", "in/AL01_2020-02.csv is held back by water_identity"),
        ("cccccccccccc!csv!R3C5", "could not be taken as a value (water_identity)"),
        ("dddddddddddd!csv!R2C5", "another submission counts (in/"),
        ("eeeeeeeeeeee!csv!R1C1", "could not be read (cut: cut off)"),
        ("ffffffffffff!csv!R2C5", "this release has nothing of AL01 2024-01"),
    ],
)
def test_a_cell_that_is_no_figure_is_told_why(potline: Shell, cell: str, text: str) -> None:
    shown = potline("trace", "--cell", cell)
    assert shown.code == 0
    assert text in shown.out


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("in/AL01_2020-1.csv!csv!R2C5", "in/AL01_2020-01.csv"),
        ("dddddddddddd!csv!R9C9", "holds nothing"),
        ("0123456789ab!csv!R2C5", "No file that came in"),
        ("R2C5", "is no cell"),
    ],
)
def test_a_cell_that_is_not_there_is_an_error(potline: Shell, cell: str, text: str) -> None:
    shown = potline("trace", "--cell", cell)
    assert shown.code == 1
    assert text in shown.err


def test_chinese(potline: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_LANG", "zh")
    shown = potline("trace", "figure", "F208")
    assert "填报值之和" not in shown.err
    assert "依据 2 个文件、2 个单元格中的 2 个填报值" in shown.out
    assert "新鲜水" in shown.out
