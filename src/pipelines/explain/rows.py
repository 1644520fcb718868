"""Rows of a mart as a person names them: `key=value`, in part or in full.

A key that fits nothing is an error that names what is near; what the rows mean lives elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import duckdb

from pipelines.errors import PotlineError
from pipelines.messages import say
from pipelines.release_records import recorded_keys
from pipelines.tables import quoted

Row = dict[str, Any]

MONTH = re.compile(r"\d{4}-\d{2}")
YEAR = re.compile(r"\d{4}")
NAMES_SHOWN = 5


class NoSuchRowError(PotlineError):
    """No mart, column or row is called like this."""


def read_keys(texts: Sequence[str]) -> dict[str, str]:
    """The keys that `key=value` texts name. Raises NoSuchRowError."""
    keys = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise NoSuchRowError(say("explain_not_a_key", text=text))
        keys[name.strip()] = value.strip()
    return keys


def primary_key(connection: duckdb.DuckDBPyConnection, mart: str) -> list[str]:
    """The columns of the primary key of a mart. Raises NoSuchRowError."""
    keys = recorded_keys(connection)
    if mart not in keys:
        raise NoSuchRowError(
            say("explain_unknown_mart", mart=mart, hint=hint(mart, keys), marts=", ".join(keys))
        )
    return keys[mart]


def rows_of(connection: duckdb.DuckDBPyConnection, mart: str, keys: Mapping[str, str]) -> list[Row]:
    """The rows of a mart that fit all keys, in the order of its primary key.

    A period may be written as 2021-03 or 2021; an empty value fits null too. Raises NoSuchRowError.
    """
    order = primary_key(connection, mart)
    columns = connection.sql(f"from marts.{mart} limit 0").columns
    for name in keys:
        if name not in columns:
            known = ", ".join([*order, *(each for each in columns if each not in order)])
            raise NoSuchRowError(
                say(
                    "explain_unknown_key",
                    mart=mart,
                    name=name,
                    hint=hint(name, columns),
                    keys=known,
                )
            )
    found = _fitting(connection, mart, keys, order)
    if not found:
        raise NoSuchRowError(_nothing_fits(connection, mart, keys, order))
    return found


def row_key(row: Row, key: Sequence[str]) -> str:
    """The key of a row as the lineage writes it: `plant_id=AL01|period=2021-03-01`."""
    return "|".join(f"{name}={'' if row[name] is None else row[name]}" for name in key)


def dictionaries(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()
) -> list[Row]:
    """The rows of a query as dictionaries."""
    found = connection.execute(sql, list(parameters))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def hint(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    """A question after the nearest known name; nothing where none is near."""
    longer = [each for each in known if each.startswith(name)]
    nearest = get_close_matches(name, list(known), n=1) or longer[:1]
    return say("did_you_mean", name=nearest[0]) if nearest else ""


def _fitting(
    connection: duckdb.DuckDBPyConnection, mart: str, keys: Mapping[str, str], order: Sequence[str]
) -> list[Row]:
    conditions = " and ".join(_condition(name, value) for name, value in keys.items()) or "true"
    return dictionaries(
        connection,
        f"select * from marts.{mart} where {conditions} "
        f"order by {', '.join(quoted(name) for name in order)}",
        list(keys.values()),
    )


def _condition(name: str, value: str) -> str:
    text = f"coalesce(cast({quoted(name)} as varchar), '')"
    if name == "period" and (MONTH.fullmatch(value) or YEAR.fullmatch(value)):
        return f"starts_with({text}, ? || '-')"
    return f"{text} = ?"


def _nothing_fits(
    connection: duckdb.DuckDBPyConnection, mart: str, keys: Mapping[str, str], order: Sequence[str]
) -> str:
    """Says which key fits no row, or, where each fits some, what the last of them could be."""
    for name, value in keys.items():
        if not _fitting(connection, mart, {name: value}, order):
            return _near(connection, mart, name, value, {})
    fitting: dict[str, str] = {}
    for name, value in keys.items():
        if not _fitting(connection, mart, {**fitting, name: value}, order):
            return _near(connection, mart, name, value, fitting)
        fitting[name] = value
    raise RuntimeError(f"{mart}: {keys} fits nothing, and each of its parts does")


def _near(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    name: str,
    value: str,
    others: Mapping[str, str],
) -> str:
    conditions = " and ".join(_condition(*each) for each in others.items()) or "true"
    values = connection.execute(
        f"select distinct coalesce(cast({quoted(name)} as varchar), '') as value "
        f"from marts.{mart} where {conditions} order by value",
        list(others.values()),
    ).fetchall()
    known = [text for (text,) in values]
    near = get_close_matches(value, known, n=NAMES_SHOWN, cutoff=0.5) or known[:NAMES_SHOWN]
    return say(
        "explain_no_row_with" if others else "explain_no_row",
        mart=mart,
        wanted=f"{name}={value}",
        others=" ".join(f"{each}={text}" for each, text in others.items()),
        near=", ".join(f"{name}={text}" for text in near),
    )
