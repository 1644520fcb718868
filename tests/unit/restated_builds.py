"""Builds whose published values follow from reports, a factor and an indicator, by simple sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path

import duckdb
from release_store import inputs, installation, make_build

from pipelines.release_records import Release
from pipelines.releases import publish
from pipelines.settings import Settings

SEEDS = {
    "restated_values": (
        "mart,column_name,grain,key_columns\n"
        "rpt_disclosure,value,row,entity_id;year;indicator_id;figure_id\n"
        "fct_water,fresh_water_m3,plant_year,plant_id;year\n"
        "fct_ghg_emissions,emissions_tco2e,plant_year,plant_id;year;scope\n"
    ),
    "restatement_causes": (
        "seed,cause,dates_move_figures\nfactors,factor,true\nplants,boundary,true\n"
        "rules,rule,true\nforms,rule,false\n"
    ),
    "factors": "factor_id,value\nFA1,2\n",
}
TABLES = """
    create or replace table reference.factors as
    select 'FA1' as factor_id, {factor}::decimal(9, 3) as value;
    drop table marts.fct_indicators;
    create table marts.reported (
        plant_id varchar, period date, submission_id varchar, path varchar, m3 decimal(19, 6)
    );
    {reports}
    create table marts.fct_indicators as
    select
        plant_id, period, 'month' as frequency, 'fresh_water' as indicator_id, '' as material_id,
        '' as counterparty_id, '' as document_id, m3 as value, submission_id,
        path
    from marts.reported;
    create or replace table marts.fct_water as
    select plant_id, period, sum(m3)::decimal(38, 6) as fresh_water_m3
    from marts.reported group by all;
    create table marts.fct_ghg_emissions as
    select
        plant_id, period, 1 as scope, 's' as stream_id, 'CO2' as gas,
        (sum(m3) * {factor})::decimal(38, 6) as emissions_tco2e
    from marts.reported group by all;
    create table marts.fct_energy as
    select plant_id, period, '' as carrier, '' as flow, 0::decimal(38, 6) as energy_tce
    from marts.reported limit 0;
    create table marts.fct_eliminations as
    select
        plant_id as from_plant_id, plant_id as to_plant_id, period, '' as carrier,
        0::decimal(38, 6) as emissions_tco2e
    from marts.reported limit 0;
    create table marts.rpt_disclosure as
    select
        'group' as entity_id, year(period)::integer as year, 'fresh_water' as indicator_id,
        '' as figure_id, sum(m3)::decimal(38, 6) as value
    from marts.reported group by all
    union all
    select 'group', year(period), 'intensity', '', (sum(m3) * {factor} / count(*))::decimal(38, 6)
    from marts.reported group by all;
    create table marts.bridge_lineage as
    select
        'rpt_disclosure' as mart,
        concat('entity_id=group|year=', year(period), '|indicator_id=', indicator_id, '|figure_id=')
            as row_key,
        plant_id, null::varchar as fact_id, null::varchar as factor_id,
        'fct_indicators' as source_mart,
        concat(
            'plant_id=', plant_id, '|period=', period, '|frequency=month|indicator_id=fresh_water',
            '|material_id=|counterparty_id=|document_id='
        ) as source_row_key,
        if(indicator_id = 'intensity', 'denominator', 'numerator') as role
    from marts.reported
    cross join (select unnest(['fresh_water', 'intensity']) as indicator_id);
    drop table marts.reported;
"""


@dataclass
class Group:
    """What plants reported, by plant and month, as number of the arrival and value; the factor.

    `withdrawn` says by which arrival a plant and month was withdrawn.
    """

    reports: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    factor: str = "2"
    withdrawn: dict[tuple[str, str], int] = field(default_factory=dict)

    def sql(self) -> str:
        """The statements that make the marts of this group in a build."""
        reports = "".join(
            f"insert into marts.reported values ('{plant}', '{month}-01',"
            f" '{submission_id(number, plant, month)}', 'monthly_csv/{number}.csv', {value});"
            for (plant, month), (number, value) in self.reports.items()
            if (plant, month) not in self.withdrawn
        )
        withdrawn = "".join(
            "insert into marts.fct_submission_status (plant_id, period, frequency, status,"
            f" submission_id) values ('{plant}', '{month}-01', 'month', 'withdrawn',"
            f" '{submission_id(number, plant, month)}');"
            for (plant, month), number in self.withdrawn.items()
        )
        return TABLES.format(reports=reports + withdrawn, factor=self.factor)


def submission_id(number: int, plant: str, month: str) -> str:
    """The id of the submission that an arrival is for a plant and month, as staging makes it."""
    text = f"A{number}|monthly_csv|{plant}|{month}-01"
    return "S" + md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


def numbers_of(submission_ids: str | None, known: Iterable[Group]) -> tuple[int, ...]:
    """The numbers of the arrivals that submissions are."""
    numbers = {
        submission_id(number, *place): number
        for group in known
        for place, number in [
            *((place, number) for place, (number, _) in group.reports.items()),
            *group.withdrawn.items(),
        ]
    }
    return tuple(sorted(numbers[one] for one in (submission_ids or "").split(";") if one))


def group() -> Group:
    """Two plants that report two months of 2021."""
    return Group(
        {
            ("AL01", "2021-01"): (1, "10.5"),
            ("AL01", "2021-02"): (2, "20"),
            ("CU01", "2021-01"): (3, "5"),
        }
    )


def prepared(folder: Path) -> Settings:
    """An installation with the reference data of restatements and a ledger of arrivals."""
    settings = installation(folder)
    for name, text in SEEDS.items():
        (settings.seeds / f"{name}.csv").write_text(text, encoding="utf-8")
    settings.home.mkdir()
    with duckdb.connect(str(settings.ledger)) as ledger:
        ledger.execute(
            """
            create table arrivals as
            select
                'A' || i as arrival_id, 'monthly_csv/' || i || '.csv' as path, 1 as path_sequence,
                'monthly_csv' as form_id, if(i = 5, null, 'AL01') as place_plant_text,
                'replaces_all' as kind, 1 as revision, 'Wang' as sender, 'meter misread' as reason
            from range(1, 10) as numbers (i);
            create table arrival_notes as select 'A1' as arrival_id limit 0
            """
        )
    return settings


def arrive(settings: Settings, *arrival_ids: str) -> None:
    """Arrivals in the archive."""
    folder = settings.archive / "arrivals"
    folder.mkdir(parents=True, exist_ok=True)
    for arrival_id in arrival_ids:
        (folder / f"{arrival_id}.json").write_text("{}", encoding="utf-8")


def release_of(settings: Settings, given: Group) -> Release:
    """A release of a group, with the reference data as they stand in the seeds."""
    (settings.seeds / "factors.csv").write_text(f"factor_id,value\nFA1,{given.factor}\n")
    build = make_build(settings, "b", given.sql())
    return publish(settings, build, inputs(settings))
