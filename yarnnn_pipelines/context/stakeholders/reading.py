"""The people of the context tables: found by name or address, and what is stored that concerns one of them.

What follows from it is `profile`. Who a person is on every platform before any week is built is `forgetting`'s.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.stakeholders.records import Person, Promise
from yarnnn_pipelines.context.week_events import WeekEvent, week_events
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.stores.warehouse import literal

DAYS_READ = 182  # before a client's newest event
_NEAR = 3
_MOST_NAMED = 8

_PEOPLE = """
select person_id, coalesce(nullif(trim(name), ''), email, person_id), email, slack_id, is_us, client_id, role
from context.people order by all
"""


def read_people(con: duckdb.DuckDBPyConnection) -> list[Person]:
    """Everybody that has landed or is a contact; `UserError` where no week has been built."""
    if not table_exists(con, "context", "people") or not table_exists(con, "context", "client_week_events"):
        raise UserError(
            "nobody is known yet: no week has been built", where="the warehouse", mend="run `yarnnn run` once"
        )
    return [Person(*row) for row in con.execute(_PEOPLE).fetchall()]


def person_named(people: Sequence[Person], named: str, looked_in: str) -> Person:
    """The one with this address, account or name, else the one of whose name it is a part.

    `UserError` with the candidates where that is several or nobody; looked_in: where that was looked for.
    """
    wanted = " ".join(named.split()).casefold()
    for candidates in _candidates(people, wanted):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise UserError(
                f"{len(candidates)} people are called {named!r}",
                where=looked_in,
                mend="name one by address: " + ", ".join(sorted(map(str, candidates))),
            )
    spellings = {spelling: person for person in people for spelling in _spellings(person)}
    alike = 0.8 if "@" in wanted else 0.5  # addresses of one domain are alike though they are not near
    near = dict.fromkeys(str(spellings[each]) for each in difflib.get_close_matches(wanted, spellings, _NEAR, alike))
    mend = f"did you mean {' or '.join(near)}?" if near else f"known are {_some(people)}"
    raise UserError(f"nobody is {named!r}", where=looked_in, mend=mend)


def _some(people: Sequence[Person]) -> str:
    more = len(people) - _MOST_NAMED
    return ", ".join(map(str, people[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")


def looked_in(con: duckdb.DuckDBPyConnection, people: Sequence[Person], settings: Settings) -> str:
    """Where somebody is looked for, in words."""
    rows = con.execute("select distinct platform from context.client_week_events order by all").fetchall()
    landed = ", ".join(label_of(platform) for (platform,) in rows) or "nothing"
    return f"the {len(people)} names and addresses known from {landed} and the contacts in {settings.path}"


def _candidates(people: Sequence[Person], wanted: str) -> Iterable[list[Person]]:
    """Those who are called so, the surest ground first."""
    yield [person for person in people if wanted in _ids(person)]
    yield [person for person in people if wanted == " ".join(person.name.split()).casefold()]
    if wanted:
        yield [person for person in people if set(wanted.split()) <= set(person.name.casefold().split())]


def _ids(person: Person) -> set[str]:
    return {each.casefold() for each in (person.person_id, person.email, person.slack_id) if each}


def _spellings(person: Person) -> set[str]:
    return {person.name.casefold(), *([person.email.casefold()] if person.email else [])}


# --- what is stored --------------------------------------------------------------------------------------------------


def clients_of(con: duckdb.DuckDBPyConnection, person: Person, settings: Settings) -> list[str]:
    """The clients among whose events somebody is looked for: their own alone, else each in which they wrote."""
    if person.client_id is not None:
        return [client.id for client in settings.clients if client.id == person.client_id]
    rows = con.execute(
        f"select distinct client_id from context.client_week_events where person_id = {literal(person.person_id)}"
    ).fetchall()
    wrote_for = {client_id for (client_id,) in rows}
    return [client.id for client in settings.clients if client.id in wrote_for]


def events_of_client(con: duckdb.DuckDBPyConnection, client_id: str) -> list[WeekEvent]:
    """What was read of a client in the last half year that has anything."""
    of_client = f"select * from context.client_week_events where client_id = {literal(client_id)}"
    lately = f"{of_client} and occurred_at >= {_since(client_id)}"
    return week_events(con, lately)


def _since(client_id: str) -> str:
    """In SQL, the instant from which on a client's events are read."""
    newest = f"select max(occurred_at) from context.client_week_events where client_id = {literal(client_id)}"
    return f"(({newest}) - interval {DAYS_READ} day)"


def promises_of(con: duckdb.DuckDBPyConnection, person: Person, client_id: str) -> list[Promise]:
    """What somebody said of themselves that they would do, in the days whose events are read; not what they said that
    another would."""
    if not table_exists(con, "context", "commitments"):
        return []
    rows = con.execute(f"""
        select event_id, version, start, "end", due, closed_by, state from context.commitments
        where client_id = {literal(client_id)} and person_id = {literal(person.person_id)}
            and who = {literal(person.name)} and opened_at >= {_since(client_id)}
        order by opened_at, event_id, start
    """).fetchall()
    return [Promise(*row) for row in rows]
