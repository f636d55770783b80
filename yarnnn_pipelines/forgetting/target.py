"""Whom or what a request means: the marks that its rows are held against, and the words that files are searched for.

Finding and removing what the marks match belongs to the module of each store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import duckdb

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.forgetting.derived_rows import attributed_items
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.forgetting.people import Person, everybody, find_person
from yarnnn_pipelines.forgetting.raw_rows import item_named, items_in_places
from yarnnn_pipelines.forgetting.register import Request
from yarnnn_pipelines.sources.registry import platforms, speaks_by_account
from yarnnn_pipelines.stores.ledger.rows import ForgottenEntry, Landing


@dataclass(frozen=True)
class Target:
    """words: addresses, full names and account ids, as they are written. client: the one that goes whole, if any."""

    forgotten: Forgotten
    words: tuple[str, ...] = ()
    client: Client | None = None

    @property
    def client_id(self) -> str | None:
        return self.client.id if self.client else None


def find_target(
    con: duckdb.DuckDBPyConnection, settings: Settings, landings: Mapping[str, Landing], request: Request, key: bytes
) -> Target:
    """`UserError` if nobody and nothing is called so. landings: the last of each platform."""
    marker = Marker(key)
    if request.kind == "client":
        client = settings.client(request.named)
        return _client_target(con, client, items_in_places(con, settings, client, landings), marker, key)
    if request.kind == "message":
        return Target(Forgotten(key, Marks(items=marker.all([item_named(con, request.named)]))))
    person = find_person(con, settings, request.named)
    words = sorted(person.addresses | person.full_names | person.accounts)
    return Target(Forgotten(key, _person_marks(person, marker, settings)), tuple(words))


def target_of_entry(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    landings: Mapping[str, Landing],
    entry: ForgottenEntry,
    key: bytes,
) -> Target:
    """What a request of another home means in this one, which may know more of a person's accounts, or of a client."""
    marker, marks = Marker(key), Marks.from_json(entry.marks)
    for client in settings.clients if entry.kind == "client" else ():
        request = Request("client", client.id)
        if request.mark(marker) == entry.request:
            target = find_target(con, settings, landings, request, key)
            return replace(target, forgotten=Forgotten(key, target.forgotten.marks | marks))
    people = everybody(con, settings)
    if entry.kind == "person":
        for person in people:
            if marker.all(person.authors) & marks.authors:
                marks |= _person_marks(person, marker, settings)
    forgotten = Forgotten(key, marks)
    known = {word for person in people for word in person.addresses | person.full_names | person.accounts}
    return Target(forgotten, tuple(sorted(filter(forgotten.holds, known))))


def _person_marks(person: Person, marker: Marker, settings: Settings) -> Marks:
    """A name that is a client's too is nobody's: it stays in the text."""
    clients = {name.casefold() for client in settings.clients for name in (client.name, *client.aliases)}
    spoken_of = [account.rpartition(":")[2] for account in person.accounts if speaks_by_account(account)]
    return Marks(
        authors=marker.all(person.authors),
        addresses=marker.all(person.addresses),
        names=marker.names(name for name in person.names if name.casefold() not in clients),
        accounts=marker.all(spoken_of),
        clients=frozenset(
            f"{marker(address)}:{client.id}"
            for address in person.addresses
            if not _lies_in(address, settings.agency.domains)
            for client in settings.clients
            if address in {contact.email.lower() for contact in client.contacts} or _lies_in(address, client.domains)
        ),
    )


def _lies_in(address: str, domains: Iterable[str]) -> bool:
    return address.endswith(tuple(f"{sign}{domain.lower()}" for domain in domains for sign in "@."))


def _client_target(
    con: duckdb.DuckDBPyConnection, client: Client, places: tuple[set[str], set[str]], marker: Marker, key: bytes
) -> Target:
    items, containers = places
    contacts = {contact.email.lower() for contact in client.contacts}
    domains = {domain.lower() for domain in client.domains}
    names = {contact.name for contact in client.contacts}
    items |= _accounts_of(con, contacts, domains) | attributed_items(con, client)
    marks = Marks(
        items=marker.all(items),
        containers=marker.all(containers),
        party_addresses=marker.all(contacts),
        party_domains=marker.all(domains),
        addresses=marker.all(contacts),
        domains=marker.all(domains),
        names=marker.names(name for name in names if len(name.split()) > 1),
    )
    words = sorted(contacts | {f"@{domain}" for domain in domains} | names)
    return Target(Forgotten(key, marks), tuple(words), client)


def _accounts_of(con: duckdb.DuckDBPyConnection, addresses: Collection[str], domains: Collection[str]) -> set[str]:
    """The accounts of those who have one of the addresses, or one of a domain or below it."""
    endings = tuple(f"{sign}{domain}" for domain in domains for sign in "@.")
    return {
        identity.account
        for platform in platforms()
        for identity in platform.identities(con)
        if identity.account and (address := identity.address) and (address in addresses or address.endswith(endings))
    }
