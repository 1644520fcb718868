"""What the current release holds of the time before: the plant's values, its peers' materials."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.receipts.plain_text import is_number
from pipelines.releases import connect, last_release
from pipelines.settings import Settings
from pipelines.template.request import Request

Series = tuple[str, str, str]
REPORTED = """
select
    facts.plant_id, facts.indicator_id, facts.material_id, facts.counterparty_id, facts.period,
    facts.reported_text, facts.reported_unit_id
from marts.fct_indicators as facts
inner join reference.plants as plants
    on facts.plant_id = plants.plant_id
    and facts.period >= date_trunc('month', plants.valid_from)
    and coalesce(facts.period <= plants.valid_to, true)
where
    plants.industry_id = $industry
    and facts.frequency = $frequency
    and facts.period < $first_day
    and facts.period >= cast($first_day as date) - to_months($months)
order by facts.period
"""
MONTHS_BACK = {"month": 12, "year": 24}


@dataclass(frozen=True)
class History:
    """What the plant reported: the unit that it used, the value before; and codes of its peers."""

    units: dict[Series, str] = field(default_factory=dict)
    values: dict[Series, str] = field(default_factory=dict)
    materials_of_peers: dict[str, tuple[str, ...]] = field(default_factory=dict)


def history_of(settings: Settings, request: Request) -> History:
    """What the current release holds of the year before the period; nothing where there is none.

    Two years for an annual return.
    """
    if not settings.releases.exists() or last_release(settings) is None:
        return History()
    with connect(settings) as connection:
        rows = connection.execute(
            REPORTED,
            {
                "industry": request.industry_id,
                "frequency": request.frequency,
                "first_day": request.first_day,
                "months": MONTHS_BACK[request.frequency],
            },
        ).fetchall()
    units: dict[Series, str] = {}
    values: dict[Series, str] = {}
    peers: dict[str, set[str]] = {}
    for plant_id, indicator_id, material_id, counterparty_id, period, text, unit_id in rows:
        series = (indicator_id, material_id, counterparty_id)
        if material_id:
            peers.setdefault(indicator_id, set()).add(material_id)
        if plant_id == request.plant_id:
            units[series] = unit_id
            if period == request.first_day_before and is_number(text):
                values[series] = text
    return History(units, values, {key: tuple(sorted(found)) for key, found in peers.items()})
