"""The audit finds planted contradictions in documents it has never seen, and passes what holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from command_line import Shell

from pipelines.audit import Audit, audit
from pipelines.audit.page import audit_page
from pipelines.audit.reading import FiguresError
from pipelines.audit.tables import write_contradictions
from pipelines.audit.vocabulary import Vocabulary
from pipelines.reference import read_seed
from pipelines.settings import PROJECT_ROOT, Settings

SETTINGS = Settings.from_environment()
REPORT = SETTINGS.seeds / "published_figures.csv"
COLUMNS = (
    "figure_id",
    "entity",
    "indicator_en",
    "period",
    "value",
    "unit_en",
    "section",
    "quote_en",
)
DISPUTING = ("impossible", "contradicts")
Line = tuple[str, str, str, str]

# A sound report of a company that nobody knows: name, year, value, unit.
SOUND: tuple[Line, ...] = (
    ("Total water use", "2022", "50.20", "10^4 m3"),
    ("Recirculated water", "2022", "48.70", "10^4 m3"),
    ("Fresh water", "2022", "1.50", "10^4 m3"),
    ("Recirculated water share", "2022", "97.01", "%"),
    ("SO2 emissions", "2020", "812", "t"),
    ("SO2 emissions", "2021", "790", "t"),
    ("SO2 emissions", "2022", "744", "t"),
    ("SO2 emissions, yoy", "2022", "-5.8", "%"),
    ("NOx emissions", "2020", "1203", "t"),
    ("NOx emissions", "2021", "1188", "t"),
    ("NOx emissions", "2022", "1151", "t"),
    ("GHG emissions", "2022", "310.5", "10^4 t CO2e"),
    ("Scope 1 GHG", "2022", "200.1", "10^4 t CO2e"),
    ("Scope 2 GHG", "2022", "110.4", "10^4 t CO2e"),
    ("Operating revenue", "2022", "62.1", "10^8 CNY"),
    ("GHG emissions per 10^4 CNY of operating revenue", "2022", "5.00", "t/10^4 CNY"),
    ("COD discharge change against 2015", "2020", "-20.1", "%"),
    ("COD discharge change against 2015", "2021", "-22.4", "%"),
    ("COD discharge change against 2015", "2022", "-25.0", "%"),
    ("Ammonia nitrogen discharge change against 2015", "2020", "-55.2", "%"),
    ("Ammonia nitrogen discharge change against 2015", "2021", "-57.0", "%"),
    ("Ammonia nitrogen discharge change against 2015", "2022", "-59.3", "%"),
)


def written(folder: Path, lines: tuple[Line, ...], *, entity: str = "Nordkap Metals") -> Path:
    """A table of figures of one entity, all of them in a table of the document."""
    path = folder / "figures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number, (name, year, value, unit) in enumerate(lines, start=1):
            rows.writerow([f"X{number:02}", entity, name, year, value, unit, "Appendix", ""])
    return path


def changed(lines: tuple[Line, ...], *changes: tuple[str, str, str]) -> tuple[Line, ...]:
    """The lines with other values for some names and years."""
    values = {(name, year): value for name, year, value in changes}
    assert values.keys() <= {(name, year) for name, year, _, _ in lines}
    return tuple((n, y, values.get((n, y), v), u) for n, y, v, u in lines)


def kinds(found: Audit) -> list[str]:
    """The kinds of the contradictions."""
    return [contradiction.kind for contradiction in found.contradictions]


def test_a_sound_report_has_no_contradictions_and_is_compared(tmp_path: Path) -> None:
    found = audit(SETTINGS, written(tmp_path, SOUND))
    assert found.contradictions == []
    assert {"relation", "rate"} == {each.kind for each in found.holding}
    assert len(found.holding) >= 5


@pytest.mark.parametrize(
    ("changes", "kind", "figures"),
    [
        ([("Fresh water", "2022", "1.54")], "relation", {"X01", "X02", "X03"}),
        ([("Recirculated water share", "2022", "97.10")], "relation", {"X02", "X01", "X04"}),
        ([("Scope 2 GHG", "2022", "120.4")], "relation", {"X12", "X13", "X14"}),
        ([("Operating revenue", "2022", "61.1")], "relation", {"X12", "X15", "X16"}),
        ([("SO2 emissions, yoy", "2022", "-8.5")], "rate", {"X06", "X07", "X08"}),
        ([("NOx emissions", "2021", "1188000")], "magnitude", {"X09", "X10", "X11"}),
        ([("Recirculated water share", "2022", "970.1")], "magnitude", {"X04"}),
        (
            [
                ("COD discharge change against 2015", "2021", "-57.0"),
                ("COD discharge change against 2015", "2022", "-59.3"),
                ("Ammonia nitrogen discharge change against 2015", "2021", "-22.4"),
                ("Ammonia nitrogen discharge change against 2015", "2022", "-25.0"),
            ],
            "exchange",
            {"X17", "X18", "X19", "X20", "X21", "X22"},
        ),
    ],
)
def test_what_is_planted_is_found(
    tmp_path: Path, changes: list[tuple[str, str, str]], kind: str, figures: set[str]
) -> None:
    found = audit(SETTINGS, written(tmp_path, changed(SOUND, *changes)))
    assert kind in kinds(found)
    assert figures == set(next(c for c in found.contradictions if c.kind == kind).figure_ids)


def test_the_last_printed_digit_may_be_rounded(tmp_path: Path) -> None:
    sums = (
        ("Total water use", "2022", "30.02", "10^8 t"),
        ("Recirculated water", "2022", "28.98", "10^8 t"),
        ("Fresh water", "2022", "1.03", "10^8 t"),
    )
    assert audit(SETTINGS, written(tmp_path, sums)).contradictions == []
    apart = changed(sums, ("Total water use", "2022", "30.03"))
    assert kinds(audit(SETTINGS, written(tmp_path, apart))) == ["relation"]


def test_one_thing_in_two_units_is_one_thing(tmp_path: Path) -> None:
    twice = (
        ("Energy saved", "2022", "25.8", "10^4 tce"),
        ("Energy saved", "2022", "258.0", "10^3 tce"),
        ("Energy saved", "2022", "25.8", "tce"),
    )
    found = audit(SETTINGS, written(tmp_path, twice))
    assert [c.figure_ids for c in found.contradictions] == [("X01", "X03")]
    assert len(found.holding) == 1


def test_a_unit_that_is_wrong_in_every_year_is_found_and_named(tmp_path: Path) -> None:
    dust = tuple(("Smoke-dust emissions", str(year), "312.5", "10^4 t") for year in (2020, 2021))
    ghg = tuple(("GHG emissions", str(year), "420", "10^4 t CO2e") for year in (2020, 2021))
    (found,) = audit(SETTINGS, written(tmp_path, dust + ghg)).contradictions
    assert (found.kind, found.verdict) == ("magnitude", "impossible")
    assert found.figure_ids == ("X01", "X02")


def test_the_report_gives_its_known_contradictions() -> None:
    found = {c.contradiction_id: c for c in audit(SETTINGS, REPORT).contradictions}
    disputed = {c_id: c.figure_ids for c_id, c in found.items() if c.verdict in DISPUTING}
    assert disputed == {
        "magnitude:F229": ("F229", "F230", "F231"),
        "magnitude:F226": ("F226", "F227", "F228"),
        "exchange:F175": ("F175", "F176", "F177", "F178", "F179", "F180"),
        "claim:F017": ("F017", "F181", "F182", "F183"),
        "attribution:F051": ("F051", "F234"),
        "rate:F002": ("F002", "F069", "F173", "F174"),
        "rate:F003": ("F003", "F070", "F179", "F180"),
    }
    assert {c_id for c_id in found if c_id not in disputed} == {
        "coincidence:F172",
        "magnitude:F094",
        "relation:F155",
    }
    causes = {c_id: c.cause.en for c_id, c in found.items() if c.cause}
    assert causes["magnitude:F229"].endswith("a factor of 10,000")
    assert causes["magnitude:F226"].endswith("a factor of 1,000")
    assert "2020, 2021" in causes["exchange:F175"]


def test_remarks_tell_the_audit_nothing(tmp_path: Path) -> None:
    with REPORT.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "figures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        written_rows = csv.DictWriter(file, list(rows[0]))
        written_rows.writeheader()
        written_rows.writerows({**row, "note": ""} for row in rows)
    assert audit(SETTINGS, path).contradictions == audit(SETTINGS, REPORT).contradictions


def test_what_holds_in_the_report_passes() -> None:
    held = {
        (each.kind, tuple(figure.figure_id for figure in each.figures))
        for each in audit(SETTINGS, REPORT).holding
    }
    assert held >= {
        ("relation", ("F217", "F220", "F223")),
        ("relation", ("F218", "F221", "F224")),
        ("relation", ("F219", "F222", "F225")),
        ("relation", ("F050", "F222", "F219")),
        ("relation", ("F032", "F034", "F037")),
        ("relation", ("F035", "F034", "F032")),
        ("relation", ("F038", "F037", "F032")),
        ("relation", ("F035", "F038")),
        ("relation", ("F049", "F167", "F166", "F170")),
        ("repeat", ("F195", "F095")),
        ("rate", ("F074", "F185", "F186")),
        ("relation", ("F133", "F009", "F012")),
        ("relation", ("F076", "F152")),
    }


# What the names of figures alone tell to belong together, of things that no seed names.
NAMED: tuple[Line, ...] = (
    ("Employees", "2022", "12,310", "persons"),
    ("Employees", "2023", "12,650", "persons"),
    ("Employees, yoy", "2023", "2.8", "%"),
    ("Women employees", "2023", "3,162", "persons"),
    ("Women employees as a share of employees", "2023", "25.0", "%"),
    ("Primary aluminium output", "2023", "412.0", "kt"),
    ("Electricity used", "2023", "5,570", "GWh"),
    ("Electricity used per t of primary aluminium output", "2023", "13,519", "kWh/t"),
    ("SO2 emissions", "2023", "744", "t"),
    ("SO2 emission limit of the permit", "2023", "1200", "t"),
    ("SO2 removed", "2023", "20100", "t"),
    ("SO2 emissions per t of aluminium", "2023", "1.2", "kg/t"),
    ("SO2 emissions", "H1 2023", "301", "t"),
    ("Total water use", "2023", "502.0", "ML"),
    ("Recirculated water", "2023", "48.70", "10^4 m³"),
    ("Fresh water", "2023", "15,000", "m3"),
    ("Wastewater reuse rate", "2023", "100.0", "%"),
    ("Decrease of NOx emissions, yoy", "2023", "3.1", "%"),
    ("NOx emissions", "2022", "1188", "t"),
    ("NOx emissions", "2023", "1151", "t"),
    ("COD discharge change against 2015", "2021", "-10.0", "%"),
    ("COD discharge change against 2015", "2023", "-28.0", "%"),
    ("COD discharge change against 2021", "2023", "-20.0", "%"),
)


def test_figures_belong_together_by_their_names_and_units(tmp_path: Path) -> None:
    found = audit(SETTINGS, written(tmp_path, NAMED))
    assert (found.contradictions, found.unreadable, found.unknown_units) == ([], [], [])
    held = {tuple(figure.figure_id for figure in each.figures) for each in found.holding}
    assert held >= {
        ("X03", "X01", "X02"),
        ("X05", "X04", "X02"),
        ("X08", "X07", "X06"),
        ("X14", "X15", "X16"),
        ("X18", "X19", "X20"),
        ("X23", "X21", "X22"),
    }


@pytest.mark.parametrize(
    ("name", "year", "value", "kind"),
    [
        ("Employees, yoy", "2023", "3.8", "rate"),
        ("Women employees as a share of employees", "2023", "26.0", "quotient"),
        ("Women employees as a share of employees", "2023", "126.0", "magnitude"),
        ("Electricity used per t of primary aluminium output", "2023", "13,919", "quotient"),
        ("Total water use", "2023", "512.0", "relation"),
        ("Decrease of NOx emissions, yoy", "2023", "13.1", "rate"),
        ("NOx emissions", "2023", "-1151", "magnitude"),
        ("NOx emissions", "2023", "11510", "magnitude"),
        ("COD discharge change against 2021", "2023", "-18.0", "rate"),
    ],
)
def test_what_belongs_together_by_name_is_compared(
    tmp_path: Path, name: str, year: str, value: str, kind: str
) -> None:
    found = audit(SETTINGS, written(tmp_path, changed(NAMED, (name, year, value))))
    assert kind in kinds(found)


def test_a_term_may_count_or_not(tmp_path: Path) -> None:
    scopes = (
        ("Scope 1 GHG emissions", "2023", "2.001", "Mt CO2e"),
        ("Scope 2 GHG emissions", "2023", "1.104", "Mt CO2e"),
        ("Scope 3 GHG emissions", "2023", "5.300", "Mt CO2e"),
    )
    for total, expected in (("3.105", []), ("8.405", []), ("8.505", ["relation"])):
        lines = (("GHG emissions", "2023", total, "Mt CO2e"), *scopes)
        assert kinds(audit(SETTINGS, written(tmp_path, lines))) == expected


def test_an_intensity_implies_no_company_as_large_as_the_nation(tmp_path: Path) -> None:
    lines = (
        ("GHG emissions", "2021", "8680.11", "10^4 t CO2e"),
        ("GHG emissions per 10^4 CNY of operating revenue", "2021", "0.00322", "t/10^4 CNY"),
    )
    (found,) = audit(SETTINGS, written(tmp_path, lines)).contradictions
    assert (found.kind, found.verdict, found.figure_ids) == ("magnitude", "impossible", ("X02",))


def test_cells_of_two_entities_look_exchanged(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    values = {"A": ("744", "90", "700"), "B": ("95", "735", "88")}
    lines = [
        f"{entity}{year},{entity},SO2 emissions,{year},{value},t"
        for entity, row in values.items()
        for year, value in zip((2021, 2022, 2023), row, strict=True)
    ]
    header = "figure_id,entity,indicator_en,period,value,unit"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    found = audit(SETTINGS, path).contradictions
    assert [len(c.figure_ids) for c in found if c.kind == "exchange"] == [6]


def test_parts_are_known_from_a_column_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    header = "figure_id,entity,parent,indicator,period,value,unit\n"
    whole = "X1,Nordkap,,Dust emissions,2023,744,t\n"
    parts = (
        "X2,Alumina,Nordkap,Dust emissions,2023,400,t\nX3,Smelter,Nordkap,Dust emissions,2023,{},t"
    )
    for value, expected in (("344", []), ("345", []), ("346", ["part"])):
        path.write_text(header + whole + parts.format(value), encoding="utf-8")
        assert kinds(audit(SETTINGS, path)) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_other_shapes_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "figures.csv"
    rows = [
        ["数值", "单位", "指标", "年份", "主体"],
        ["３０．０５", "亿吨", "总用水量", "2022年", "某铝业"],
        ["28.98亿吨", "亿吨", "循环用水量", "2022年度", "某铝业"],
        ["10,300", "万吨", "新水用量", "2022", "某铝业"],
        ["—", "吨", "氨氮排放量", "2022", "某铝业"],
    ]
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    found = audit(SETTINGS, path)
    assert [c.figure_ids for c in found.contradictions] == [("L2", "L3", "L4")]
    assert (len(found.without_value), found.unreadable) == (1, [])


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "1e308", "1e99999", "3.4.5", "30,05", "=1+2", "12 kg", "(3)", "abc"],
)
def test_what_is_no_number_is_told_with_its_line(tmp_path: Path, value: str) -> None:
    found = audit(SETTINGS, written(tmp_path, (("SO2 emissions", "2023", value, "t"),)))
    (sentence,) = found.what_was_not_read()
    assert sentence.startswith(f"line 2: X01 {value!r} is not read as a number")


def test_a_known_thing_in_an_unknown_unit_is_told(tmp_path: Path) -> None:
    lines = (
        ("Total water use", "2023", "502.0", "buckets"),
        ("Recirculated water", "2023", "48.70", "10^4 m3"),
        ("Fresh water", "2023", "1.50", "10^4 m3"),
    )
    found = audit(SETTINGS, written(tmp_path, lines))
    assert found.contradictions == []
    assert [f.figure_id for f in found.unknown_units] == ["X01"]
    assert "buckets" in found.what_was_not_read()[0]


def test_contradictions_have_ids_of_their_own() -> None:
    found = audit(SETTINGS, REPORT).contradictions
    assert len({c.contradiction_id for c in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "columns are missing: entity, period, value"),
        ("figure_id,entity,indicator_en,period,value\n", "no figures"),
        (
            "figure_id,entity,indicator_en,period,value\nX1,A,water,2021,1,234\n",
            "line 2: something",
        ),
        ('figure_id,entity,indicator_en,period,value\nX1,A,"wat,2021,1', "unexpected end"),
        ("figure_id,entity,period,value\nX1,A,2021,3\n", "indicator_en"),
        ("figure_id,entity,indicator_en,period,value\n,A,water,2021,3\n", "line 2: no figure_id"),
        (
            "figure_id,entity,indicator_en,period,value\nX1,A,water,2021,3\nX1,A,air,2021,3\n",
            "line 3: figure X1 already stands on line 2",
        ),
    ],
)
def test_a_table_that_cannot_be_read_says_where(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FiguresError, match=words):
        audit(SETTINGS, path)


def test_the_command_lists_contradictions_with_their_arithmetic(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(SETTINGS, capsys)
    told = shell("audit", REPORT, "--held")
    assert "magnitude:F229 · F229, F230, F231" in told.out
    assert "160.58 + 21.33" in told.out
    monkeypatch.setenv("POTLINE_LANG", "zh")
    assert "单位误印：相差 10,000 倍" in shell("audit", REPORT).out


def test_the_committed_page_is_what_the_audit_gives() -> None:
    page = (PROJECT_ROOT / "docs" / "contradictions.md").read_text(encoding="utf-8")
    assert page == audit_page(audit(SETTINGS, REPORT)), (
        "potline audit dbt_project/seeds/published_figures.csv --markdown > docs/contradictions.md"
    )


def test_the_table_for_dbt_has_a_row_per_contradiction_and_figure(tmp_path: Path) -> None:
    import duckdb

    assert write_contradictions(SETTINGS, tmp_path) == len(audit(SETTINGS, REPORT).contradictions)
    rows = duckdb.sql(f"from '{tmp_path}/contradictions.parquet' where figure_id = 'F179'")
    assert sorted(row[0] for row in rows.fetchall()) == ["exchange:F175", "rate:F003"]


def test_the_names_of_every_concept_mean_it() -> None:
    vocabulary = Vocabulary(SETTINGS)
    for row in read_seed(SETTINGS, "audit_concepts"):
        for names in ((row["name_zh"], ""), ("", row["name_en"])):
            assert vocabulary.concept(*names).concept_id == row["concept_id"]


@pytest.mark.parametrize(
    "quote",
    ["SO2 emissions decreased by 11.1 %", "fell 11.1 %", "二氧化硫同比下降了11.1%", "降低 11.1%"],
)
def test_a_fall_printed_as_a_rise_is_found(tmp_path: Path, quote: str) -> None:
    path = tmp_path / "figures.csv"
    header = "figure_id,entity,indicator,period,value,unit,quote"
    for value, expected in (("11.1", ["sign"]), ("-11.1", [])):
        path.write_text(f"{header}\nX1,A,SO2 emissions yoy,2023,{value},%,{quote}\n", "utf-8")
        assert kinds(audit(SETTINGS, path)) == expected


@pytest.mark.parametrize("value", ["1e999999999", "-1e-999999999", "9" * 200, "1e400", "NaN"])
def test_what_is_no_printed_number_is_none(tmp_path: Path, value: str) -> None:
    """Found by trying: `1e999999999` as a fraction takes all memory."""
    found = audit(SETTINGS, written(tmp_path, (("Total water use", "2022", value, "m3"),)))
    assert not found.contradictions


def test_a_table_that_no_document_prints_is_refused(tmp_path: Path) -> None:
    line = ("Total water use", "2022", "1", "m3")
    with pytest.raises(FiguresError, match="10,000"):
        audit(SETTINGS, written(tmp_path, (line,) * 10_001))
    (tmp_path / "large.csv").write_bytes(b"," * 5_000_000)
    with pytest.raises(FiguresError, match="4,194,304"):
        audit(SETTINGS, tmp_path / "large.csv")
