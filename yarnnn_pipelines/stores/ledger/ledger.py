"""The ledger's facade: what may be written and read, each as one transaction, in SQLite (WAL) or PostgreSQL.

Every write but that of a model's use can be repeated: the same draft, decision or receipt again changes nothing. The
statements are in one module for each family of tables; making and migrating the database is `opening`. Reading the
warehouse, wording and sending belong elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.stores.ledger import (
    agency,
    autonomy,
    edits,
    landings,
    model_use,
    outbox,
    removed_conclusions,
    reviews,
    versions,
)
from yarnnn_pipelines.stores.ledger.autonomy_rows import NewOutcome
from yarnnn_pipelines.stores.ledger.parts import (
    AttentionPart,
    AutonomyPart,
    ClientsPart,
    ForgottenPart,
    LearningPart,
)
from yarnnn_pipelines.stores.ledger.rows import (
    Addressed,
    Agency,
    Approval,
    Decision,
    Edit,
    Issue,
    Landing,
    ModelUse,
    NewCoverage,
    NewDraft,
    NewEdit,
    NewVersion,
    QueuedText,
    Receipt,
    RemovedConclusion,
    Review,
    Standing,
    UseOfModel,
    Version,
    VersionNote,
    WeekCoverage,
)


class Ledger(AttentionPart, AutonomyPart, ClientsPart, LearningPart, ForgottenPart):
    """One open ledger. Make it with `opening.open_ledger`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    # --- drafts and versions ---------------------------------------------------------------------------------------

    def save_drafts(self, drafts: Sequence[NewDraft]) -> None:
        """Each replaces the draft before it."""
        with self.writing() as con:
            versions.save_drafts(con, drafts)

    def drafts(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, dict[str, Any]]:
        """The newest drafts' documents; a key without a draft is left out."""
        with self.engine.connect() as con:
            return versions.read_drafts(con, keys)

    def save_versions(self, new: Sequence[NewVersion]) -> dict[DeliverableKey, Version]:
        """Store each version that differs from the newest in input or content; returns the newest of every key."""
        with self.writing() as con:
            versions.save_versions(con, new)
            return versions.newest_versions(con, [version.key for version in new])

    def newest(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, Version]:
        """The newest version of each key with its state; a key without one is left out."""
        with self.engine.connect() as con:
            return versions.newest_versions(con, keys)

    def latest(self, client: str, week: str, type_id: str) -> Version | None:
        key = DeliverableKey(client, week, type_id)
        return self.newest([key]).get(key)

    def last_sent(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, Version]:
        """For each key what was sent last of an earlier week; a key before which nothing was is left out."""
        with self.engine.connect() as con:
            return versions.last_sent(con, keys)

    def standings(self) -> list[Standing]:
        """Where everything stands, newest week first. No text is read, so it is quick with years of weeks."""
        with self.engine.connect() as con:
            return versions.standings(con)

    def standings_of(self, clients: Sequence[str], weeks: Sequence[str]) -> list[Standing]:
        """Where everything of these clients and weeks stands, newest week first; no other week is looked at."""
        with self.engine.connect() as con:
            return versions.standings_of(con, clients, weeks)

    def newest_made(self, client: str, type_id: str) -> str | None:
        """The latest week of which a client has a deliverable of this type; None where there is none."""
        with self.engine.connect() as con:
            return versions.newest_made(con, client, type_id)

    def newest_week(self) -> str | None:
        """The latest week among the versions made last; None where there is none."""
        with self.engine.connect() as con:
            return versions.newest_week(con)

    def earlier_issues(self, keys: Iterable[DeliverableKey], most: int) -> dict[DeliverableKey, list[Issue]]:
        """For each key the texts of earlier weeks of the same client and type, at most so many, newest first."""
        with self.engine.connect() as con:
            return versions.earlier_issues(con, keys, most)

    def versions_of(self, key: DeliverableKey) -> list[VersionNote]:
        """Number, outcome and time of every version of one deliverable, newest first."""
        with self.engine.connect() as con:
            return versions.versions_of(con, key)

    def approved_texts(self, key: DeliverableKey) -> set[str]:
        """The hashes of the texts of one deliverable that were approved, whatever became of them."""
        with self.engine.connect() as con:
            return reviews.approved_texts(con, key)

    def documents(self, wanted: Mapping[DeliverableKey, int]) -> dict[DeliverableKey, dict[str, Any]]:
        """By key the document of the version with this number; one that is not there is left out."""
        with self.engine.connect() as con:
            return versions.documents(con, wanted)

    def approved_not_sent(self) -> list[Standing]:
        """What is approved as it stands and has no receipt; of what was sent only that it was is looked up."""
        with self.engine.connect() as con:
            return versions.approved_not_sent(con)

    def deliverable_coverage(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, dict[str, Any]]:
        """What the newest version of each key counts of its week; no text is read."""
        with self.engine.connect() as con:
            return versions.deliverable_coverage(con, keys)

    def figures(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, dict[str, int] | None]:
        """What the newest version of each key counts of itself; None where it was stored without."""
        with self.engine.connect() as con:
            return versions.figures(con, keys)

    # --- decisions ---------------------------------------------------------------------------------------------------

    def approve(self, client: str, week: str, type_id: str, reviewer: str, seen: int | None = None) -> Version:
        """See `record_approval`."""
        return self.record_approval(DeliverableKey(client, week, type_id), Decision(reviewer, seen)).version

    def record_approval(
        self,
        key: DeliverableKey,
        by: Decision,
        addressed: Addressed | None = None,
        outcome: NewOutcome | None = None,
    ) -> Approval:
        """Approve the newest version's exact text for whom it is addressed to; again, or at the same instant by
        another, is no change. outcome: what the reviewer found of it, kept with a new approval.

        `UserError` where a newer version has come since the one that the reviewer read, nothing can be approved, or the
        system approves what a person has decided or changed.
        """
        with self.writing() as con:
            approval = reviews.approve(con, key, by, addressed)
            if outcome and approval.is_new:
                autonomy.record_outcome(con, outcome)
            return approval

    def record_rejection(
        self, key: DeliverableKey, by: Decision, reason: str, outcome: NewOutcome | None = None
    ) -> Review:
        """Reject the newest version's text; again is no change. `UserError` where it was sent, or there is no text."""
        with self.writing() as con:
            review = reviews.reject(con, key, by, reason)
            if outcome:
                autonomy.record_outcome(con, outcome)
            return review

    def hold(self, key: DeliverableKey, by: Decision) -> Version:
        """Let it go out by no other way than a person's approval, in no version; an approval that was not sent yet is
        taken back. `UserError` where it was sent, or there is no text."""
        with self.writing() as con:
            return reviews.hold(con, key, by)

    def reopen(self, key: DeliverableKey, by: Decision) -> Version:
        """Take a rejection back; `UserError` where the newest version is not rejected."""
        with self.writing() as con:
            return reviews.reopen(con, key, by)

    def approvals(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, Review]:
        """By key the approval that counts of what is approved or published."""
        with self.engine.connect() as con:
            return reviews.approvals(con, keys)

    def addressed_before(self, keys: Iterable[DeliverableKey], weeks: int) -> dict[DeliverableKey, Addressed]:
        """For whom each key's last issue before it was approved, within so many weeks; a key without one is left
        out."""
        with self.engine.connect() as con:
            return reviews.addressed_before(con, keys, weeks)

    def decided_last(self) -> int:
        """The number of the newest decision; 0 where nobody has decided anything."""
        with self.engine.connect() as con:
            return reviews.decided_last(con)

    def rejection(self, key: DeliverableKey) -> str:
        """Who rejected the newest version, and why, in words; empty where it is not rejected."""
        with self.engine.connect() as con:
            return reviews.rejection(con, key)

    def history(self, key: DeliverableKey) -> list[Review]:
        """Everything that was decided of a deliverable, of all its versions, oldest first."""
        with self.engine.connect() as con:
            return reviews.history(con, key)

    # --- edits -----------------------------------------------------------------------------------------------------

    def record_edits(
        self, key: DeliverableKey, new: Sequence[NewEdit], by: Decision, after: int | None = None
    ) -> list[Edit]:
        """Add these, all or none; those that the same person made of the same version before are not added again.

        after: the number of the last edit that the editor knew of, 0 for none.
        `UserError` where a version or an edit has come since the one that they had before them.
        """
        with self.writing() as con:
            return edits.record(con, key, new, by, after)

    def edits(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, list[Edit]]:
        """All edits of each key, oldest first; a key that nobody edited is left out."""
        with self.engine.connect() as con:
            return edits.read(con, keys)

    def last_edits(self, keys: Iterable[DeliverableKey]) -> dict[DeliverableKey, int]:
        """The number of each key's last edit; a key that nobody edited is left out."""
        with self.engine.connect() as con:
            return edits.last_numbers(con, keys)

    # --- sending ---------------------------------------------------------------------------------------------------

    def queue(self, version: Version, destination: str) -> QueuedText:
        """The outbox row for this text and destination, and its receipt if it was sent already."""
        with self.writing() as con:
            return outbox.queue(con, version, destination)

    def claim_sending(self, outbox_id: int, home_id: str | None) -> str | None:
        """Take it upon this home to send it: None if it is this home's to send, else where the one is that does."""
        with self.writing() as con:
            return outbox.claim(con, outbox_id, home_id)

    def receipt(self, outbox_id: int) -> Receipt | None:
        with self.engine.connect() as con:
            return outbox.receipt_of(con, outbox_id)

    def record_receipt(
        self, outbox_id: int, locations: Sequence[str], content_hash: str, home_id: str | None = None
    ) -> None:
        """Write down that it was sent; a second receipt for the same outbox row is no change. home_id: from where."""
        with self.writing() as con:
            outbox.record_receipt(con, outbox_id, locations, content_hash, home_id)

    def sent_after(self, receipt_id: int, most: int) -> list[tuple[int, DeliverableKey]]:
        """The oldest receipts after this one, at most so many: each id, and of which deliverable it is."""
        with self.engine.connect() as con:
            return outbox.sent_after(con, receipt_id, most)

    def file_homes(self, key: DeliverableKey | None = None) -> dict[str, str]:
        """The homes that hold published files, each with the host and folder where it was last; of one deliverable,
        those of its newest text."""
        with self.engine.connect() as con:
            return agency.file_homes(con, key)

    # --- whose it is -----------------------------------------------------------------------------------------------

    def agency(self) -> Agency | None:
        """Whose ledger it is; None before any home has claimed it."""
        with self.engine.connect() as con:
            return agency.read_agency(con)

    def claim(self, agency_id: str, name: str) -> Agency:
        """Make it this agency's where it is nobody's; returns whose it is then."""
        with self.writing() as con:
            return agency.claim(con, agency_id, name)

    def rename_agency(self, name: str) -> None:
        with self.writing() as con:
            agency.rename(con, name)

    def clients(self) -> set[str]:
        """Every client of whom there are drafts, versions or coverage."""
        with self.engine.connect() as con:
            return agency.clients(con)

    def homes(self) -> dict[str, str]:
        """The homes that use this ledger, each with the host and folder where it was last."""
        with self.engine.connect() as con:
            return agency.homes(con)

    def note_home(self, home_id: str, place: str) -> None:
        """Write down where a home is now."""
        with self.writing() as con:
            agency.note_home(con, home_id, place)

    # --- what was read ---------------------------------------------------------------------------------------------

    def record_landing(self, platform: str, report: Mapping[str, Any]) -> None:
        with self.writing() as con:
            landings.record_landing(con, platform, report)

    def last_landings(self, until: datetime | None = None) -> dict[str, Landing]:
        """The last landing of each platform; until: that had ended by then."""
        with self.engine.connect() as con:
            return landings.last_landings(con, until)

    def record_coverage(self, rows: Sequence[NewCoverage]) -> None:
        """Each replaces the one of that client and week."""
        with self.writing() as con:
            landings.record_coverage(con, rows)

    def count_landed_anew(self, there: Mapping[str, int]) -> None:
        """Say in the last report of each platform how many items are there by now: {"slack.messages": items}."""
        with self.writing() as con:
            landings.count_anew(con, there)

    def coverage(self, weeks: int = 6) -> list[WeekCoverage]:
        """Of the newest `weeks` weeks that have any, the newest first."""
        with self.engine.connect() as con:
            return landings.read_coverage(con, weeks)

    def context_hashes(self) -> dict[ClientWeek, str]:
        """The context hash of every client's week, as it was last recorded."""
        with self.engine.connect() as con:
            return landings.context_hashes(con)

    def built_at(self, client_weeks: Iterable[ClientWeek]) -> dict[ClientWeek, str]:
        """When the context of each of these was last recorded, in ISO 8601; one that never was is left out."""
        with self.engine.connect() as con:
            return landings.built_at(con, client_weeks)

    # --- what models were asked -----------------------------------------------------------------------------------

    def record_model_use(self, uses: Sequence[ModelUse]) -> None:
        """Add what was asked just now. Not repeatable: each call is another request."""
        with self.writing() as con:
            model_use.record(con, uses)

    def model_use_since(self, instant: datetime) -> list[UseOfModel]:
        """What each model was asked since then, by role, model and currency."""
        with self.engine.connect() as con:
            return model_use.since(con, instant)

    # --- what is no longer concluded of people ---------------------------------------------------------------------

    def remove_conclusion(self, person: str, clients: Iterable[str], conclusion: str) -> None:
        """Draw it no more of this person (a keyed hash) for these clients; '' stands for no client."""
        with self.writing() as con:
            removed_conclusions.remove(con, person, clients, conclusion)

    def restore_conclusion(self, person: str, conclusion: str) -> int:
        """Draw it again; returns how many removals were taken back."""
        with self.writing() as con:
            return removed_conclusions.restore(con, person, conclusion)

    def removed_conclusions(self, person: str) -> list[RemovedConclusion]:
        with self.engine.connect() as con:
            return removed_conclusions.by_person(con, person).get(person, [])

    def removed_by_person(self) -> dict[str, list[RemovedConclusion]]:
        with self.engine.connect() as con:
            return removed_conclusions.by_person(con)
