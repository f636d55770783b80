"""Parts of the ledger's facade, a family of tables each, so that the whole of it need not stand in one file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger import attention, autonomy, clients, forgotten, lessons
from yarnnn_pipelines.stores.ledger.autonomy_rows import NewMove, NewOutcome, Record
from yarnnn_pipelines.stores.ledger.integrity import refuse_damaged
from yarnnn_pipelines.stores.ledger.learning_rows import ApprovedText, Lesson, NewSetting, Setting, StoredTrial
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision, ForgottenEntry, KnownClient, Request, Snooze


class _Part:
    """The one way in which any part writes."""

    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; `UserError` where the ledger's file is damaged."""
        refuse_damaged(self.engine)
        with self.engine.begin() as con:
            yield con


class AutonomyPart(_Part):
    """How far deliverables go by themselves."""

    def record_outcome(self, outcome: NewOutcome) -> None:
        """What a person found of an issue; again by the same finding is no change."""
        with self.writing() as con:
            autonomy.record_outcome(con, outcome)

    def record_moves(self, moves: Sequence[NewMove]) -> None:
        """Write down every move; again is no change."""
        with self.writing() as con:
            autonomy.record_moves(con, moves)

    def records(self, clients: Collection[str] | None = None) -> dict[tuple[str, str], Record]:
        """By client and type what people found and every move, of these clients or of all; without either, none."""
        with self.engine.connect() as con:
            return autonomy.records(con, clients)

    def touched_by_people(self, keys: Iterable[DeliverableKey]) -> set[DeliverableKey]:
        """Those of which a person has decided or changed anything, in any version."""
        with self.engine.connect() as con:
            return autonomy.touched_by_people(con, keys)

    def last_addressed(self, client: str, type_id: str) -> Addressed | None:
        """Whom and where a person last approved this client's deliverable of this type for."""
        with self.engine.connect() as con:
            return autonomy.last_addressed(con, client, type_id)


class ClientsPart(_Part):
    """Clients that were given another id."""

    def note_clients(self, signs: Mapping[str, list[str]]) -> None:
        """Write down by what each client of yarnnn.yaml is known again under another id."""
        with self.writing() as con:
            clients.note(con, signs)

    def absent_clients(self, present: Collection[str]) -> list[KnownClient]:
        """The clients that are not among these, of whom something was sent or decided."""
        with self.engine.connect() as con:
            return clients.absent(con, present)

    def now_called(self, ids: Collection[str]) -> dict[str, str]:
        """Those of these ids that were given up, each with the one that its client has now."""
        with self.engine.connect() as con:
            return clients.now_called(con, ids)

    def carry_over(self, before: str, after: str, signs: Collection[str]) -> bool:
        """Keep under the id `after` all that is kept under `before`, all or nothing; whether there was anything.

        signs: by which the client called `after` is known. `UserError` where the other was known by none of them, or
        where people edited the same deliverable under both.
        """
        with self.engine.connect() as con:
            if not clients.has_any(con, before):
                return False
            clients.refuse_a_stranger(con, before, after, signs)
        with self.writing() as con:
            clients.carry_over(con, before, after)
        return True


class LearningPart(_Part):
    """What reviewed issues teach, and what people set of preferences themselves."""

    def without_lesson(self, most: int) -> list[ApprovedText]:
        """The versions that a person approved and that taught nothing yet, oldest first, at most so many."""
        with self.engine.connect() as con:
            return lessons.without_lesson(con, most)

    def text_of(self, key: DeliverableKey, version: int) -> str | None:
        """The sent copy of one version; None where there is none."""
        with self.engine.connect() as con:
            return lessons.text_of(con, key, version)

    def record_lessons(self, new: Sequence[Lesson]) -> None:
        """One for each version; again is no change."""
        with self.writing() as con:
            lessons.record(con, new)

    def lessons(
        self, first: str, last: str, clients: Collection[str] | None = None, until: datetime | None = None
    ) -> list[Lesson]:
        """Of the weeks from first to last, of these clients or all, and of what was approved by then: of each
        deliverable the newest."""
        with self.engine.connect() as con:
            return lessons.read(con, first, last, clients, until)

    def edit_costs(self, clients: Sequence[str], first: str, last: str) -> dict[DeliverableKey, Mapping[str, Any]]:
        """What the approved issues of the weeks from first to last cost, as `lessons` tell it."""
        with self.engine.connect() as con:
            return lessons.costs(con, clients, first, last)

    def record_setting(self, new: NewSetting) -> None:
        """What a person sets of a preference from now on."""
        with self.writing() as con:
            lessons.record_setting(con, new)

    def preferences_set(self) -> list[Setting]:
        """Everything that people set of preferences, oldest first."""
        with self.engine.connect() as con:
            return lessons.settings(con)

    def approved_documents(self, version_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
        """By version id the document; one whose words were forgotten is left out."""
        with self.engine.connect() as con:
            return lessons.approved_documents(con, version_ids)

    def record_trials(self, new: Sequence[StoredTrial]) -> None:
        """What trying preferences found; again is no change."""
        with self.writing() as con:
            lessons.record_trials(con, new)

    def trials(self, clients: Collection[str] | None = None) -> list[StoredTrial]:
        """Every trial of what was learned of these clients or of all, oldest first."""
        with self.engine.connect() as con:
            return lessons.trials(con, clients)


class AttentionPart(_Part):
    """What people give their time to, and what they put off."""

    def seconds_spent(self, clients: Sequence[str], first: str, last: str) -> dict[DeliverableKey, float]:
        """How long reviewers had each deliverable of the weeks from first to last before them until they decided or
        changed something; one for which nobody measured it is left out."""
        with self.engine.connect() as con:
            return attention.seconds_spent(con, clients, first, last)

    def snooze(self, key: DeliverableKey, by: Decision, until: datetime) -> None:
        """Put the newest version's text off; until now, or earlier, it waits again. `UserError` where it waits for
        nobody, or another version has come."""
        with self.writing() as con:
            attention.snooze(con, key, by, until)

    def snoozed(self, clients: Sequence[str], weeks: Sequence[str]) -> dict[DeliverableKey, Snooze]:
        """What is put off as it stands; a newer text is not."""
        with self.engine.connect() as con:
            return attention.snoozed(con, clients, weeks)

    def ask_anew(self, key: DeliverableKey, by: Decision) -> None:
        """Ask for a deliverable to be made anew by whoever runs the line."""
        with self.writing() as con:
            attention.ask_anew(con, key, by)

    def asked_anew(self, key: DeliverableKey | None = None) -> list[Request]:
        """The last request of each deliverable that has not been drafted since, of one or of all."""
        with self.engine.connect() as con:
            return attention.asked_anew(con, key)


class ForgottenPart(_Part):
    """What must not come back."""

    def forgotten_key(self) -> bytes | None:
        """The key of this agency's marks, once something was forgotten or is no longer concluded."""
        with self.engine.connect() as con:
            return forgotten.stored_key(con)

    def make_forgotten_key(self) -> bytes:
        """The key of this agency's marks, made where there is none."""
        with self.writing() as con:
            return forgotten.make_key(con)

    def forgotten_entries(self) -> list[ForgottenEntry]:
        """Every request to forget, oldest first."""
        with self.engine.connect() as con:
            return forgotten.entries(con)

    def unfinished_entry(self, kind: str, request: str) -> ForgottenEntry | None:
        """The entry of the same request that was stopped midway."""
        with self.engine.connect() as con:
            return forgotten.unfinished_entry(con, kind, request)

    def begin_entry(self, kind: str, request: str, marks: Mapping[str, list[str]], receipt: Mapping[str, Any]) -> int:
        """Write down what must not come back, before anything is removed; returns the entry's id.

        request: a keyed hash of what was asked for. A request that was stopped midway keeps its entry.
        """
        with self.writing() as con:
            return forgotten.begin_entry(con, kind, request, marks, receipt)

    def finish_entry(self, entry_id: int, receipt: Mapping[str, Any], home_id: str) -> None:
        """Write down that everything was removed from this home."""
        with self.writing() as con:
            forgotten.finish_entry(con, entry_id, receipt)
            forgotten.note_home(con, entry_id, home_id)

    def forgotten_elsewhere(self, home_id: str | None) -> list[ForgottenEntry]:
        """The requests that were carried out in another home and not yet in this one, oldest first."""
        with self.engine.connect() as con:
            return forgotten.finished_elsewhere(con, home_id)

    def widen_entry(self, entry_id: int, marks: Mapping[str, list[str]]) -> None:
        """Let an entry have these marks: another home knows more of whom or what it means."""
        with self.writing() as con:
            forgotten.widen(con, entry_id, marks)

    def note_forgotten_in(self, entry_id: int, home_id: str) -> None:
        """Write down that it was carried out in this home too."""
        with self.writing() as con:
            forgotten.note_home(con, entry_id, home_id)

    def homes_without(self, entry_id: int) -> dict[str, str]:
        """The homes in which a request was not carried out, each with the host and folder where it was last."""
        with self.engine.connect() as con:
            return forgotten.homes_without(con, entry_id)
