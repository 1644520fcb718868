"""One document as the checks see it: its figures by what they are about, and its rows of years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipelines.audit.figures import Figure, Sense
from pipelines.audit.vocabulary import Vocabulary
from pipelines.reference import read_seed
from pipelines.settings import Settings

# An entity, and a year or the period of several.
Place = tuple[str, int | str]


@dataclass(frozen=True)
class Row:
    """The figures of one entity, concept and sense by year, the printed row of a table."""

    entity: str
    concept_id: str
    sense: Sense
    base_year: int | None
    years: dict[int, Figure]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in the order of the years."""
        return tuple(self.years[year] for year in sorted(self.years))

    @property
    def has_mixed_decimals(self) -> bool:
        """Whether its years are printed to different decimals: another precision, or a zero lost.

        A bare 0 or 100 is a whole and no precision.
        """
        parts = [f.printed for f in self.figures if f.printed.lstrip("+-") not in ("0", "100")]
        return len({len(part.partition(".")[2]) for part in parts}) > 1

    def steps(self) -> Iterator[tuple[Figure, Figure]]:
        """Figures of neighbouring years, the earlier first."""
        for year in sorted(self.years):
            if year - 1 in self.years:
                yield self.years[year - 1], self.years[year]


class Document:
    """The figures with a value, and the reference data that they are held against."""

    def __init__(self, settings: Settings, figures: list[Figure], vocabulary: Vocabulary) -> None:
        self.figures = [figure for figure in figures if figure.interval is not None]
        self.vocabulary = vocabulary
        self.relations = read_seed(settings, "audit_relations")
        self.bounds = read_seed(settings, "audit_bounds")
        self.thresholds = {
            row["threshold_id"]: float(row["value"])
            for row in read_seed(settings, "audit_thresholds")
        }
        self.entities = read_seed(settings, "entities")
        self._national = [
            (row["substance_id"], int(row["year"]), row["value_t"])
            for row in read_seed(settings, "national_totals")
        ] + [
            (row["concept_id"], int(row["year"]), row["value"])
            for row in read_seed(settings, "national_accounts")
        ]

    @cached_property
    def own_names(self) -> dict[tuple[str, str, int | str], Figure]:
        """The levels by entity, own name and time, those in tables first."""
        named: dict[tuple[str, str, int | str], Figure] = {}
        for figure in sorted(self.figures, key=lambda each: not each.is_in_table):
            if figure.sense == "level" and not figure.is_at_least:
                named.setdefault((figure.entity, figure.own_name, figure.when), figure)
        return named

    @cached_property
    def _by_concept(self) -> dict[tuple[str, Sense], list[Figure]]:
        found: dict[tuple[str, Sense], list[Figure]] = {}
        for figure in sorted(self.figures, key=lambda each: not each.is_in_table):
            found.setdefault((figure.concept.concept_id, figure.sense), []).append(figure)
        return found

    @cached_property
    def _by_place(self) -> dict[tuple[str, Sense, str, int | str], Figure]:
        found: dict[tuple[str, Sense, str, int | str], Figure] = {}
        for (concept_id, sense), figures in self._by_concept.items():
            for figure in figures:
                if not figure.is_at_least:
                    found.setdefault((concept_id, sense, figure.entity, figure.when), figure)
        return found

    def all_of(self, concept_id: str, sense: Sense = "level") -> list[Figure]:
        """Every figure of a concept in one sense, those in tables first."""
        return self._by_concept.get((concept_id, sense), [])

    def one_of(
        self, concept_ids: str, entity: str, when: int | str, sense: Sense = "level"
    ) -> Figure | None:
        """The figure of an entity and time, of the first concept of `a|b` that has one."""
        for concept_id in concept_ids.split("|"):
            figure = self._by_place.get((concept_id, sense, entity, when))
            if figure:
                return figure
        return None

    def places(self, concept_id: str, sense: Sense = "level") -> list[Place]:
        """The entities and times that have a figure of a concept."""
        return list(dict.fromkeys((f.entity, f.when) for f in self.all_of(concept_id, sense)))

    @cached_property
    def rows(self) -> list[Row]:
        """Every row of years: figures that differ in nothing but the year."""
        rows: dict[tuple[str, str, Sense, int | None], dict[int, Figure]] = {}
        for figure in sorted(self.figures, key=lambda each: not each.is_in_table):
            if figure.year is None or figure.is_at_least:
                continue
            key = (figure.entity, figure.concept.concept_id, figure.sense, figure.base_year)
            rows.setdefault(key, {}).setdefault(figure.year, figure)
        return [Row(*key, years) for key, years in rows.items()]

    def row(self, entity: str, concept_id: str, sense: Sense) -> Row | None:
        """The row of an entity and concept in one sense."""
        return next(
            (
                row
                for row in self.rows
                if (row.entity, row.concept_id, row.sense) == (entity, concept_id, sense)
            ),
            None,
        )

    def nation(self, concept_id: str, year: int) -> tuple[int, str] | None:
        """The nation's value of the nearest year, with that year; none where none is known."""
        found = [(at, value) for name, at, value in self._national if name == concept_id]
        return min(found, key=lambda each: abs(each[0] - year)) if found else None
