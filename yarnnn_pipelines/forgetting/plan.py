"""What a request comes to in every store, found without changing anything. The counts of it are the receipt's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.derived_rows import DerivedRows, remove_derived
from yarnnn_pipelines.forgetting.documents import Documents, find_documents
from yarnnn_pipelines.forgetting.files import client_drafts, draft_files, drafts_holding, review_copies
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.forgetting.raw_rows import RawRows, find_rows
from yarnnn_pipelines.forgetting.register import Request
from yarnnn_pipelines.forgetting.run_history import HistorySearch
from yarnnn_pipelines.forgetting.target import Target, find_target, target_of_entry
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.sources.registry import speaks_by_account
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import ForgottenEntry, ForgottenKind, Landing

_PHRASE = 24  # characters from which a line of what goes is looked for in every file
_MOST_PHRASES = 300


@dataclass(frozen=True)
class Plan:
    """All that goes, and the words by which it is looked for in files and in Dagster's storage.

    files: rendered drafts; searched: addresses, full names and the longest lines of what goes, in lower case. mark: the
    request's hash; stopped: the entry of the same request that was stopped midway.
    """

    kind: ForgottenKind
    target: Target
    raw: RawRows
    derived: DerivedRows
    documents: Documents
    files: list[Path]
    searched: list[str]
    mark: str = ""
    stopped: ForgottenEntry | None = None

    @property
    def history(self) -> HistorySearch:
        client_weeks = {key.client_week for key in self.documents.keys} | self.derived.client_weeks
        return HistorySearch(frozenset(client_weeks), tuple(self.searched), self.target.client_id)


def make_plan(project: Project, ledger: Ledger, con: duckdb.DuckDBPyConnection, request: Request, key: bytes) -> Plan:
    """Find everything that the request means; `UserError` if nobody and nothing is called so.

    key: of the agency's marks. A request that was stopped midway is taken up with what it had found.
    """
    mark = request.mark(Marker(key))
    stopped = ledger.unfinished_entry(request.kind, mark)
    landings = ledger.last_landings()
    target = _target(project.settings, con, landings, request, key, stopped)
    return replace(_plan_of(project, ledger, con, request.kind, target), mark=mark, stopped=stopped)


def plan_of_entry(
    project: Project, ledger: Ledger, con: duckdb.DuckDBPyConnection, entry: ForgottenEntry, key: bytes
) -> Plan:
    """Find everything here that a request means which was carried out in another home."""
    target = target_of_entry(con, project.settings, ledger.last_landings(), entry, key)
    return _plan_of(project, ledger, con, entry.kind, target)


def _plan_of(
    project: Project, ledger: Ledger, con: duckdb.DuckDBPyConnection, kind: ForgottenKind, target: Target
) -> Plan:
    raw = find_rows(con, target.forgotten)
    derived = _derived(con, raw, target)
    documents = find_documents(ledger, target, derived.events | raw.gone_items | raw.changed_items)
    searched = _searched(target, raw)
    return Plan(
        kind=kind,
        target=target,
        raw=raw,
        derived=derived,
        documents=documents,
        files=_draft_files(project.home.drafts, target, derived, documents, searched),
        searched=searched,
    )


def _target(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    landings: Mapping[str, Landing],
    request: Request,
    key: bytes,
    stopped: ForgottenEntry | None,
) -> Target:
    if stopped is None:
        return find_target(con, settings, landings, request, key)
    client = settings.client(request.named) if request.kind == "client" else None
    try:
        target = find_target(con, settings, landings, request, key)
    except UserError:  # the rows that told who it is are gone already
        target = Target(Forgotten(key), client=client)
    return replace(target, forgotten=Forgotten(key, target.forgotten.marks | Marks.from_json(stopped.marks)))


def _derived(con: duckdb.DuckDBPyConnection, raw: RawRows, target: Target) -> DerivedRows:
    """What goes of the derived tables: removed in a transaction that is not kept."""
    con.execute("begin")
    try:
        return remove_derived(con, raw.gone_items | raw.changed_items, target.words, target.client_id)
    finally:
        con.execute("rollback")


def _draft_files(
    folder: Path, target: Target, derived: DerivedRows, documents: Documents, searched: Collection[str]
) -> list[Path]:
    """Whole deliverables that tell of it, also where another home has taken it out of the ledger; of others the review
    copy, which lists it, and whatever holds its words."""
    of_client = client_drafts(folder, target.client_id) if target.client_id else []
    taken_out = {key for key in documents.wordless if key.client_week in derived.client_weeks}
    told = draft_files(folder, documents.keys | taken_out)
    listed = review_copies(folder, documents.listing)
    return list(dict.fromkeys([*of_client, *told, *listed, *drafts_holding(folder, searched)]))


def _searched(target: Target, raw: RawRows) -> list[str]:
    lines = {line.strip() for text in raw.texts for line in text.splitlines() if len(line.strip()) >= _PHRASE}
    words = [word for word in target.words if not speaks_by_account(word)]
    return [word.lower() for word in (*words, *sorted(lines, key=len, reverse=True)[:_MOST_PHRASES])]
