"""Forgetting in what was derived: who a person is across platforms, what is a client's, and which derived rows go.

Rows of schema `context` are deleted and never rewritten: the weeks that they stood in are told, and building those
again makes what may still be said. Raw rows are `sources.forgetting`'s.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import duckdb

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.registry import item_tables, platforms
from yarnnn_pipelines.sources.shared.identity import Identity

_SERIES_ID = r"regexp_replace(item_id, ':\d{8}(T\d{6}Z)?$', '')"  # as in `occurrences`


@dataclass
class Person:
    """One person on every platform, by the rules of dbt's int_identities: the address is who somebody is."""

    addresses: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)  # author ids: slack:T1:U1, notion:person:Dana Reyes
    names: set[str] = field(default_factory=set)

    @property
    def authors(self) -> set[str]:
        return self.accounts | {f"mailto:{address}" for address in self.addresses}

    @property
    def full_names(self) -> set[str]:
        return {name for name in self.names if len(name.split()) > 1}

    def __str__(self) -> str:
        return ", ".join(sorted(self.addresses) or sorted(self.accounts))


@dataclass
class DerivedRows:
    """counts: {table: rows that went}; client_weeks: the (client, week) that they spoke of; weeks: all their weeks."""

    counts: dict[str, int] = field(default_factory=dict)
    client_weeks: set[tuple[str, str]] = field(default_factory=set)
    weeks: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


# --- who -------------------------------------------------------------------------------------------------------------


def find_person(con: duckdb.DuckDBPyConnection, settings: Settings, named: str) -> Person:
    """The person with this address or name; `UserError` with the candidates where it is several or none.

    Read off the raw tables, so that it does not depend on which weeks were built.
    """
    people = _people(con, settings)
    wanted = " ".join(named.split()).casefold()
    if "@" in wanted:
        if wanted in people:
            return people[wanted]
        if _is_mentioned(con, wanted):
            return Person(addresses={wanted})
    else:
        found = [one for one in people.values() if wanted in {name.casefold() for name in one.names}]
        if len(found) > 1:
            raise UserError(
                f"{len(found)} people are called {named!r}",
                mend="name one by address: " + ", ".join(sorted(map(str, found))),
            )
        if found:
            return found[0]
    known = {name.casefold(): name for one in people.values() for name in (*one.addresses, *one.names)}
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    raise UserError(
        f"nobody that has landed is {named!r}",
        where=str(settings.path),
        mend=f"did you mean {' or '.join(repr(known[one]) for one in near)}?" if near else "name the address",
    )


def _people(con: duckdb.DuckDBPyConnection, settings: Settings) -> dict[str, Person]:
    """Everybody by address, or by account where there is none."""
    people: defaultdict[str, Person] = defaultdict(Person)
    identities = [
        Identity(contact.email.lower(), None, (contact.name,))
        for client in settings.clients
        for contact in client.contacts
    ]
    identities += [identity for platform in platforms() for identity in platform.identities(con)]
    # whose a mere name is can only be said when all the others are known
    for identity in sorted(identities, key=lambda identity: identity.has_name_only):
        if identity.is_bot:
            continue
        names = {" ".join(name.split()) for name in identity.names if name.strip()}
        person = _person_of(identity, names, people)
        person.names |= names
        if identity.address:
            person.addresses.add(identity.address)
        if identity.account:
            person.accounts.add(identity.account)
    return dict(people)


def _person_of(identity: Identity, names: set[str], people: defaultdict[str, Person]) -> Person:
    if identity.has_name_only:
        folded = {name.casefold() for name in names}
        namesakes = [person for person in people.values() if folded & {name.casefold() for name in person.names}]
        if len(namesakes) == 1:
            return namesakes[0]
    return people[identity.address or identity.account or ""]


def _is_mentioned(con: duckdb.DuckDBPyConnection, address: str) -> bool:
    for schema, table in item_tables():
        if _has(con, schema, table):
            query = f"select 1 from {schema}.{table} where contains(lower(payload || text), ?) limit 1"
            if con.execute(query, [address]).fetchone():
                return True
    return False


def _has(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    query = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
    return con.execute(query, [schema, table]).fetchone() is not None


# --- what is a client's ----------------------------------------------------------------------------------------------


def attributed_items(con: duckdb.DuckDBPyConnection, client: Client) -> set[str]:
    """The items that the weeks built so far attribute to a client."""
    found: set[str] = set()
    for table in ("events", "client_week_events", "client_week_meetings"):
        if _has(con, "context", table):
            query = f"select distinct item_id from context.{table} where client_id = ?"
            found |= {item for (item,) in con.execute(query, [client.id]).fetchall()}
    return found


# --- derived rows ----------------------------------------------------------------------------------------------------


def remove_derived(
    con: duckdb.DuckDBPyConnection,
    items: Collection[str],
    words: Collection[str],
    client_id: str | None = None,
) -> DerivedRows:
    """Delete every row of schemas `context` and `agency` that stands on one of `items`, holds one of `words` or is the
    client's; within the caller's transaction, which a dry run rolls back.

    items: of raw rows that are deleted or redacted. words: addresses, full names, account ids; compared in lower case.
    """
    found = DerivedRows()
    tables = _tables(con)
    con.execute("create or replace temp table forgotten_items as select unnest(?::varchar[]) as item_id", [list(items)])
    con.execute("create or replace temp table forgotten_events (event_id varchar)")
    for schema, table, columns in tables:
        if {"event_id", "item_id"} <= columns:
            con.execute(
                f"insert into forgotten_events select distinct event_id from {schema}.{table} "
                "where item_id in (select item_id from forgotten_items)"
            )
    if _has(con, "context", "meeting_occurrences"):
        con.execute(
            "insert into forgotten_events select occurrence_id from context.meeting_occurrences "
            "where item_id in (select item_id from forgotten_items)"
        )
    found.events = {event for (event,) in con.execute("select distinct event_id from forgotten_events").fetchall()}
    for schema, table, columns in tables:
        where = _where(schema, table, columns, words, client_id)
        if "week" in columns:
            weeks = f"select distinct {'client_id' if 'client_id' in columns else 'null'}, week from {schema}.{table}"
            for client, week in con.execute(f"{weeks} where {where}").fetchall():
                if schema == "context":
                    found.weeks.add(week)
                    found.client_weeks |= {(client, week)} if client else set()
        _delete(con, found, f"{schema}.{table}", where)
    _forget_series(con, found)
    if _has(con, "context", "client_week_context"):
        con.execute(
            "create or replace temp table forgotten_weeks as select unnest($1::varchar[]) as client_id, "
            "unnest($2::varchar[]) as week",
            [[client for client, _ in sorted(found.client_weeks)], [week for _, week in sorted(found.client_weeks)]],
        )
        pairs = "(client_id, week) in (select (client_id, week) from forgotten_weeks)"
        _delete(con, found, "context.client_week_context", pairs)
    return found


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, set[str]]]:
    rows = con.execute(
        "select t.table_schema, t.table_name, list(c.column_name) from information_schema.tables t "
        "join information_schema.columns c using (table_schema, table_name) "
        "where t.table_schema in ('context', 'agency') and t.table_type = 'BASE TABLE' group by all order by all"
    ).fetchall()
    return [(schema, table, set(columns)) for schema, table, columns in rows]


def _where(schema: str, table: str, columns: set[str], words: Collection[str], client_id: str | None) -> str:
    any_of = []
    if "item_id" in columns:
        any_of.append("item_id in (select item_id from forgotten_items)")
    any_of += [
        f"{column} in (select event_id from forgotten_events)"
        for column in ("event_id", "occurrence_id", "closed_by")
        if column in columns
    ]
    if client_id and "client_id" in columns:
        any_of.append(f"client_id = '{client_id}'")  # an id of yarnnn.yaml: letters, digits, - and _
    any_of += [f"contains(lower(cast({table} as varchar)), {_literal(word)})" for word in words]
    return " or ".join(f"({each})" for each in any_of) or "false"


def _literal(word: str) -> str:
    return "'" + word.lower().replace("'", "''") + "'"


def _delete(con: duckdb.DuckDBPyConnection, found: DerivedRows, name: str, where: str) -> None:
    count = con.execute(f"delete from {name} where {where}").fetchone()[0]
    if count:
        found.counts[name] = found.counts.get(name, 0) + count


def _forget_series(con: duckdb.DuckDBPyConnection, found: DerivedRows) -> None:
    """Series with a redacted version are expanded again: which versions there are did not change."""
    if _has(con, "context", "meeting_series"):
        series = f"series_id in (select {_SERIES_ID} from forgotten_items)"
        for table in ("meeting_series", "meeting_occurrences"):
            _delete(con, found, f"context.{table}", series)


def weeks_to_build(settings: Settings, weeks: Collection[str], current: str) -> Sequence[str]:
    """The touched weeks that can be produced: from the agency's first to the one that runs now."""
    return sorted(week for week in weeks if settings.agency.start <= week <= current)
