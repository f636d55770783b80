"""Who a person is on every platform, read off the raw tables, so that it does not depend on which weeks were built.

The rules are those of dbt's int_identities: the address is who somebody is. What goes of a person is said elsewhere.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.registry import item_tables, label_of, platforms
from yarnnn_pipelines.sources.shared.identity import Identity
from yarnnn_pipelines.sources.shared.lookup import table_exists


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
    alike = 0.8 if "@" in wanted else 0.5  # addresses of one domain are alike though they are not near
    near = difflib.get_close_matches(wanted, spellings, n=3, cutoff=alike)
    raise UserError(
        f"nobody that has landed is {named!r}", where=_looked_in(con, settings), mend=_mend(near, spellings, wanted)
    )


def _looked_in(con: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    landed = dict.fromkeys(label_of(schema) for schema, table in item_tables() if table_exists(con, schema, table))
    return f"names and addresses in what has landed from {', '.join(landed)}, and the contacts in {settings.path}"


def _mend(near: Sequence[str], spellings: Mapping[str, str], wanted: str) -> str:
    if near:
        return f"did you mean {' or '.join(repr(spellings[each]) for each in near)}?"
    how = "check how the address is written" if "@" in wanted else "name the address, or the full name"
    return f"{how}; what has not landed yet is found after `yarnnn sync`"


def everybody(con: duckdb.DuckDBPyConnection, settings: Settings) -> list[Person]:
    return list(_directory(con, settings).people.values())


class _Directory:
    """Everybody by address, or by account where there is none."""

    def __init__(self) -> None:
        self.people: defaultdict[str, Person] = defaultdict(Person)

    def called(self, name: str) -> list[Person]:
        return [person for person in self.people.values() if person.is_called(name)]

    def add(self, identity: Identity) -> None:
        names = {" ".join(name.split()) for name in identity.names if name.strip()}
        person = self._person_of(identity, names)
        person.names |= names
        if identity.address:
            person.addresses.add(identity.address)
        if identity.account:
            person.accounts.add(identity.account)

    def _person_of(self, identity: Identity, names: set[str]) -> Person:
        if identity.has_name_only:
            namesakes = [person for person in self.people.values() if any(map(person.is_called, names))]
            if len(namesakes) == 1:
                return namesakes[0]
        return self.people[identity.address or identity.account or ""]


def _directory(con: duckdb.DuckDBPyConnection, settings: Settings) -> _Directory:
    directory = _Directory()
    for client in settings.clients:
        for contact in client.contacts:
            directory.add(Identity(contact.email.lower(), None, (contact.name,)))
    identities = [identity for platform in platforms() for identity in platform.identities(con)]
    # Whose a mere name is can only be said when all the others are known.
    for identity in sorted(identities, key=lambda identity: identity.has_name_only):
        if not identity.is_bot:
            directory.add(identity)
    return directory


def _is_mentioned(con: duckdb.DuckDBPyConnection, address: str) -> bool:
    for schema, table in item_tables():
        if table_exists(con, schema, table):
            query = f"select 1 from {schema}.{table} where contains(lower(payload || text), ?) limit 1"
            if con.execute(query, [address]).fetchone():
                return True
    return False
