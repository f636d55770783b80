"""Who a person is on every platform, read off the raw tables, so that it does not depend on which weeks were built.

The rules are those of dbt's int_identities: the address is who somebody is. What goes of a person is said elsewhere.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.registry import item_tables
from yarnnn_pipelines.sources.shared.lookup import table_exists

_PARTY = '[{"name": "VARCHAR", "email": "VARCHAR"}]'


@dataclass
class Person:
    """One person on every platform."""

    addresses: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)  # author ids: slack:T1:U1, notion:person:Dana Reyes
    names: set[str] = field(default_factory=set)

    @property
    def authors(self) -> set[str]:
        return self.accounts | {f"mailto:{address}" for address in self.addresses}

    @property
    def full_names(self) -> set[str]:
        return {name for name in self.names if len(name.split()) > 1}

    def is_called(self, name: str) -> bool:
        return name.casefold() in {known.casefold() for known in self.names}

    def __str__(self) -> str:
        return ", ".join(sorted(self.addresses) or sorted(self.accounts))


def find_person(con: duckdb.DuckDBPyConnection, settings: Settings, named: str) -> Person:
    """The person with this address or name; `UserError` with the candidates where it is several or none."""
    directory = _directory(con, settings)
    wanted = " ".join(named.split()).casefold()
    if "@" in wanted:
        if wanted in directory.people:
            return directory.people[wanted]
        if _is_mentioned(con, wanted):
            return Person(addresses={wanted})
    else:
        namesakes = directory.called(wanted)
        if len(namesakes) > 1:
            raise UserError(
                f"{len(namesakes)} people are called {named!r}",
                mend="name one by address: " + ", ".join(sorted(map(str, namesakes))),
            )
        if namesakes:
            return namesakes[0]
    spellings = {
        name.casefold(): name for person in directory.people.values() for name in (*person.addresses, *person.names)
    }
    near = difflib.get_close_matches(wanted, spellings, n=3, cutoff=0.5)
    raise UserError(
        f"nobody that has landed is {named!r}",
        where=str(settings.path),
        mend=f"did you mean {' or '.join(repr(spellings[each]) for each in near)}?" if near else "name the address",
    )


class _Directory:
    """Everybody by address, or by account where there is none."""

    def __init__(self) -> None:
        self.people: defaultdict[str, Person] = defaultdict(Person)

    def called(self, name: str) -> list[Person]:
        return [person for person in self.people.values() if person.is_called(name)]

    def add_address(self, address: str, name: str | None = None) -> Person:
        person = self.people[address]
        person.addresses.add(address)
        if name and "@" not in name:
            person.names.add(" ".join(name.split()))
        return person

    def add_slack_user(self, account: str, address: str | None, names: list[str]) -> None:
        person = self.add_address(address) if address else self.people[account]
        person.accounts.add(account)
        person.names |= {" ".join(name.split()) for name in names if name and name.strip()}

    def add_notion_author(self, author: str) -> None:
        name = " ".join(author.removeprefix("notion:person:").split())
        namesakes = self.called(name)
        person = namesakes[0] if len(namesakes) == 1 else self.people[author]
        person.accounts.add(author)
        person.names.add(name)


def _directory(con: duckdb.DuckDBPyConnection, settings: Settings) -> _Directory:
    directory = _Directory()
    for client in settings.clients:
        for contact in client.contacts:
            directory.add_address(contact.email.lower(), contact.name)
    for name, address in _parties(con):
        directory.add_address(address, name)
    for account, slack_address, names in _slack_users(con):
        directory.add_slack_user(account, slack_address, names)
    for author in _notion_authors(con):
        directory.add_notion_author(author)
    return directory


def _slack_users(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, list[str]]]:
    """(account, its newest known address, a version's names) of every version of every user who is no bot."""
    if not table_exists(con, "slack", "users"):
        return []
    rows = con.execute(
        "select distinct item_id, lower(trim(payload->>'$.profile.email')), text, payload->>'$.real_name', "
        "payload->>'$.profile.real_name', payload->>'$.profile.display_name' "
        "from slack.users where not is_deleted and coalesce(payload->>'$.is_bot', '') <> 'true'"
    ).fetchall()
    addresses = {account: address for account, address, *_ in rows if address}
    return [(account, addresses.get(account), names) for account, _, *names in rows]


def _notion_authors(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for table in ("pages", "comments"):
        if table_exists(con, "notion", table):
            query = f"select distinct author_id from notion.{table} where author_id <> ''"
            yield from (author for (author,) in con.execute(query).fetchall())


def _parties(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(name, address) of everybody who stands on a mail or meeting."""
    parts = []
    for schema, table, single, several in (
        ("gmail", "messages", "from", ("to", "cc", "bcc")),
        ("calendar", "events", "organizer", ("attendees",)),
    ):
        if table_exists(con, schema, table):
            listed = [f"from_json('[' || (payload->'$.{single}') || ']', '{_PARTY}')"]
            listed += [f"from_json(payload->'$.{name}', '{_PARTY}')" for name in several]
            parts += [f"select unnest({each}) as party from {schema}.{table}" for each in listed]
    if not parts:
        return []
    return con.execute(
        f"select distinct party.name, lower(trim(party.email)) from ({' union all '.join(parts)}) "
        "where party.email like '%_@_%'"
    ).fetchall()


def _is_mentioned(con: duckdb.DuckDBPyConnection, address: str) -> bool:
    for schema, table in item_tables():
        if table_exists(con, schema, table):
            query = f"select 1 from {schema}.{table} where contains(lower(payload || text), ?) limit 1"
            if con.execute(query, [address]).fetchone():
                return True
    return False
