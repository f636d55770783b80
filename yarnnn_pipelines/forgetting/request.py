"""Forgetting a person, a message or a client: the order of the rooms' parts, and the receipt.

The order makes it safe to kill: what must not come back is written down first; every other store is cleaned while the
raw rows still say what to look for; raw and derived rows go in one transaction; then the files are written anew. The
same command again finishes it. The warehouse is held all the while, so nothing reads the old rows meanwhile.
docs/decisions/forgetting.md says why each store is treated as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import duckdb

from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import current_week
from yarnnn_pipelines.dagster_home.run_history import forget_events
from yarnnn_pipelines.forgetting import documents as memory
from yarnnn_pipelines.forgetting.derived_rows import (
    DerivedRows,
    Person,
    attributed_items,
    find_person,
    remove_derived,
    weeks_to_build,
)
from yarnnn_pipelines.forgetting.files import client_drafts, draft_files, remove_files
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.forgetting.raw_rows import (
    RawRows,
    amend_states,
    find_rows,
    item_named,
    items_in_places,
    remove_loads,
    remove_rows,
    rewrite_warehouse,
)
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.sources.registry import platforms, speaks_by_account
from yarnnn_pipelines.stores.home import warehouse_closed
from yarnnn_pipelines.stores.ledger.ledger import Ledger

Kind = Literal["person", "message", "client"]
Step = Callable[[str], None]
_PHRASE = 24  # characters from which a line of what went is looked for in every file afterwards
_MOST_PHRASES = 300


@dataclass
class Receipt:
    """What was removed and what stays, without a word of it: counts, tables, weeks, places.

    removed, redacted: {store and table: rows or files}. sent: client, week, type, version, at, locations of each
    published version that quotes it. stays: {place: why it can't be removed here}. weeks: to be built again.
    """

    kind: str
    removed: dict[str, int] = field(default_factory=dict)
    redacted: dict[str, int] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    stays: dict[str, str] = field(default_factory=dict)
    weeks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Receipt:
        return cls(**stored)

    def merged(self, before: Receipt) -> Receipt:
        """Together with the receipt of the same request that was stopped midway."""
        return Receipt(
            self.kind,
            *({name: max(a.get(name, 0), b.get(name, 0)) for name in a | b} for a, b in self._counts(before)),
            [*before.sent, *(one for one in self.sent if one not in before.sent)],
            before.stays | self.stays,
            sorted({*before.weeks, *self.weeks}),
        )

    def _counts(self, before: Receipt) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
        yield before.removed, self.removed
        yield before.redacted, self.redacted


@dataclass
class Plan:
    """What a request comes to, found without changing anything."""

    kind: Kind
    request: str
    forgotten: Forgotten
    words: list[str]
    client: Client | None
    raw: RawRows
    derived: DerivedRows
    documents: memory.Documents
    files: list[Path]
    receipt: Receipt

    @property
    def client_id(self) -> str | None:
        return self.client.id if self.client else None

    @property
    def client_weeks(self) -> set[tuple[str, str]]:
        return {key[:2] for key in self.documents.keys} | self.derived.client_weeks


def preview(project: Project, ledger: Ledger, kind: Kind, named: str) -> Receipt:
    """What would be removed. Nothing is changed, not even a key made."""
    with _warehouse(project) as con:
        return _plan(project, ledger, con, kind, named, make_key=False).receipt


def forget(project: Project, ledger: Ledger, kind: Kind, named: str, step: Step = lambda what: None) -> Receipt:
    """Remove it everywhere, remember it, and return the receipt that the ledger keeps.

    step: called with the name of each step before it begins. `UserError` if nobody and nothing is called so.
    """
    with _warehouse(project) as con:
        step("finding")
        plan = _plan(project, ledger, con, kind, named, make_key=True)
        con.close()
        step("remembering")
        entry = memory.begin(ledger, kind, plan.request, plan.forgotten.marks, plan.receipt.as_json())
        step("drafts")
        remove_files(project.home.drafts, plan.files)
        memory.remove_documents(ledger, plan.documents, plan.client_id)
        step("history")
        forget_events(project.home, plan.client_weeks, _sought(plan), plan.client_id, dry=False)
        step("folders")
        remove_loads(project.home)
        _remove_made_again(project, plan)
        step("warehouse")
        _remove_from_warehouse(project, plan)
        step("rewriting")
        rewrite_warehouse(project.home)
        memory.purge(ledger)
        step("looking")
        receipt = replace(plan.receipt, stays=plan.receipt.stays | _still_found(project, plan))
        memory.finish(ledger, entry, receipt.as_json())
        return receipt


@contextmanager
def _warehouse(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    home = project.home
    if not home.warehouse.exists():
        raise UserError("nothing has been landed yet", where=str(home.warehouse), mend="run `yarnnn sync`")
    with home.warehouse_lock():
        try:
            con = duckdb.connect(str(home.warehouse))
        except duckdb.IOException as error:
            raise warehouse_closed(home, error) from None
        try:
            yield con
        finally:
            con.close()


# --- finding ---------------------------------------------------------------------------------------------------------


def _plan(
    project: Project, ledger: Ledger, con: duckdb.DuckDBPyConnection, kind: Kind, named: str, *, make_key: bool
) -> Plan:
    key = memory.key_of(ledger, make=make_key)
    request = memory.request_of(key, kind, named)
    before = memory.unfinished(ledger, kind, request)
    client = project.settings.client(named) if kind == "client" else None
    try:
        marks, words = _marks(project, con, Marker(key), kind, named, client)
    except UserError:
        if before is None:
            raise
        marks, words = before.marks, []  # the rows that told who it is are gone already
    forgotten = Forgotten(key, marks | (before.marks if before else Marks()))
    raw = find_rows(con, forgotten)
    derived = _derived(con, raw, words, client)
    documents = memory.find_documents(
        ledger, forgotten, derived.events | raw.gone_items | raw.changed_items, client.id if client else None
    )
    files = client_drafts(project.home.drafts, client.id) if client else []
    files += draft_files(project.home.drafts, documents.keys)
    plan = Plan(
        kind, request, forgotten, words, client, raw, derived, documents, list(dict.fromkeys(files)), Receipt(kind)
    )
    plan.receipt = _receipt(project, plan)
    if before:
        plan.receipt = plan.receipt.merged(Receipt.from_json(before.receipt))
    return plan


def _marks(
    project: Project,
    con: duckdb.DuckDBPyConnection,
    mark: Marker,
    kind: Kind,
    named: str,
    client: Client | None,
) -> tuple[Marks, list[str]]:
    """The marks of a request, and its words."""
    if client:
        return _client_marks(con, mark, client)
    if kind == "message":
        return Marks(items=mark.all([item_named(con, named)])), []
    person = find_person(con, project.settings, named)
    return _person_marks(mark, person, project), sorted(person.addresses | person.full_names | person.accounts)


def _person_marks(mark: Marker, person: Person, project: Project) -> Marks:
    """A name that is a client's too is nobody's: it stays in the text."""
    clients = {name.casefold() for client in project.settings.clients for name in (client.name, *client.aliases)}
    spoken_of = [account.rpartition(":")[2] for account in person.accounts if speaks_by_account(account)]
    return Marks(
        authors=mark.all(person.authors),
        addresses=mark.all(person.addresses),
        names=mark.names(name for name in person.names if name.casefold() not in clients),
        accounts=mark.all(spoken_of),
    )


def _client_marks(con: duckdb.DuckDBPyConnection, mark: Marker, client: Client) -> tuple[Marks, list[str]]:
    items, containers = items_in_places(con, client)
    contacts = {contact.email.lower() for contact in client.contacts}
    domains = {domain.lower() for domain in client.domains}
    names = {contact.name for contact in client.contacts}
    items |= _accounts_of(con, contacts, domains)
    marks = Marks(
        items=mark.all(items | attributed_items(con, client)),
        containers=mark.all(containers),
        party_addresses=mark.all(contacts),
        party_domains=mark.all(domains),
        addresses=mark.all(contacts),
        domains=mark.all(domains),
        names=mark.names(name for name in names if len(name.split()) > 1),
    )
    return marks, sorted(contacts | {f"@{domain}" for domain in domains} | names)


def _accounts_of(con: duckdb.DuckDBPyConnection, addresses: set[str], domains: set[str]) -> set[str]:
    """The accounts of those who have one of the addresses, or one of a domain or below it."""
    ends = tuple(f"{sign}{domain}" for domain in domains for sign in "@.")
    return {
        identity.account
        for platform in platforms()
        for identity in platform.identities(con)
        if identity.account and (address := identity.address) and (address in addresses or address.endswith(ends))
    }


def _derived(con: duckdb.DuckDBPyConnection, raw: RawRows, words: Iterable[str], client: Client | None) -> DerivedRows:
    """What goes of the derived tables: removed in a transaction that is not kept."""
    con.execute("begin")
    try:
        return remove_derived(con, raw.gone_items | raw.changed_items, list(words), client.id if client else None)
    finally:
        con.execute("rollback")


# --- removing --------------------------------------------------------------------------------------------------------


def _remove_from_warehouse(project: Project, plan: Plan) -> None:
    with duckdb.connect(str(project.home.warehouse)) as con:
        con.execute("begin")
        remove_derived(con, plan.raw.gone_items | plan.raw.changed_items, plan.words, plan.client_id)
        remove_rows(con, plan.raw)
        amend_states(con, plan.forgotten)
        con.execute("commit")


def _remove_made_again(project: Project, plan: Plan) -> None:
    """Files that the next runs make again, where they hold it: dbt's target, the data docs, what steps printed."""
    home, words = project.home, _sought(plan)
    for folder in (home.dbt_target, home.data_docs, home.dagster / "storage"):
        for path in folder.rglob("*"):
            if path.is_file() and _holds(path, words):
                path.unlink(missing_ok=True)


def _sought(plan: Plan) -> list[str]:
    """What to look for in files, in lower case: addresses, full names, and the longest lines of what goes."""
    lines = {line.strip() for text in plan.raw.texts for line in text.splitlines() if len(line.strip()) >= _PHRASE}
    words = [word for word in plan.words if not speaks_by_account(word)]
    return [word.lower() for word in (*words, *sorted(lines, key=len, reverse=True)[:_MOST_PHRASES])]


def _holds(path: Path, words: Iterable[str]) -> bool:
    content = path.read_bytes().decode("utf-8", "ignore").lower()
    return any(word in content for word in words)


# --- the receipt -----------------------------------------------------------------------------------------------------


def _receipt(project: Project, plan: Plan) -> Receipt:
    documents = plan.documents
    events = forget_events(project.home, plan.client_weeks, _sought(plan), plan.client_id, dry=True)
    removed = {f"warehouse {name}": sum(items.values()) for name, items in plan.raw.gone.items()}
    removed |= {f"warehouse {name}": count for name, count in sorted(plan.derived.counts.items())}
    removed |= {
        "ledger drafts": len(documents.drafts),
        "ledger deliverable_versions": len(documents.blanked) + len(documents.deleted),
        "ledger week_coverage": documents.coverage,
        "draft files": len(plan.files),
        **{f"Dagster {table}": count for table, count in events.items()},
    }
    redacted = {f"warehouse {name}": len(rows) for name, rows in plan.raw.changed.items()}
    redacted |= {
        "ledger deliverable_versions (sent)": len(documents.scrubbed),
        "ledger deliverable_versions (lists of items)": len(documents.relisted),
        "ledger landings": len(documents.landings),
    }
    zone = project.settings.agency.time_zone
    return Receipt(
        plan.kind,
        {name: count for name, count in removed.items() if count},
        {name: count for name, count in redacted.items() if count},
        documents.sent,
        _stays(project, plan),
        list(weeks_to_build(project.settings, plan.derived.weeks, current_week(zone))),
    )


def _stays(project: Project, plan: Plan) -> dict[str, str]:
    """What lies outside the home, or was sent: named, for a person to decide."""
    stays = {}
    platforms = {name.partition(".")[0] for name in (*plan.raw.gone, *plan.raw.changed)}
    for platform, source in project.settings.sources.configured().items():
        if platform in platforms:
            for path in source.export:
                stays[str(path)] = f"your {platform} export may hold it; it will not land again, and the file is yours"
    config = project.settings.path
    if plan.client:
        stays[str(config)] = (
            f"it still has the client {plan.client.id}: take it out, or its weeks are made again, empty"
        )
    elif config.exists() and plan.forgotten.holds(config.read_text(encoding="utf-8")):
        stays[str(config)] = "it names this person: take them out, or the next run knows them again as a contact"
    for one in plan.documents.sent:
        for location in one["locations"]:
            stays[location] = "it was sent"
    return stays


def _still_found(project: Project, plan: Plan) -> dict[str, str]:
    """Files of the home, but for what was sent, that still hold an address, a full name or a line of what went."""
    words = _sought(plan)
    found = {}
    for path in sorted(project.home.root.rglob("*")):
        if path.is_file() and project.home.published not in path.parents and _holds(path, words):
            is_ledger = plan.documents.sent and path.name.startswith("ledger.db")
            found[str(path)] = (
                "the ledger keeps what was sent, with its sources"
                if is_ledger
                else "it repeats some of these words: look at it, and remove it if they are this one's"
            )
    return found
