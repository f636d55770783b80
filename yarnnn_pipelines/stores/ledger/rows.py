"""What the ledger takes and gives: one frozen record for each kind of row.

Documents and reports stay JSON in the form of those who write them (`deliverables.claims`, `sources.shared.report`).
Where a row is kept is `tables`; what is computed of rows belongs to the module of their family.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.stores.ledger.autonomy_rows import Level

Outcome = Literal["drafted", "abstained", "blocked"]
ForgottenKind = Literal["person", "message", "client"]
State = Literal["drafted", "in_review", "approved", "published", "abstained", "blocked", "rejected", "forgotten"]


@dataclass(frozen=True)
class NewDraft:
    """What a writer hands over for one client, week and type."""

    client: str
    week: str
    type: str
    input_hash: str
    document: dict[str, Any]


@dataclass(frozen=True)
class NewVersion:
    """What the gate hands over for one client, week and type."""

    client: str
    week: str
    type: str
    outcome: Outcome
    input_hash: str
    content_hash: str
    markdown: str
    document: dict[str, Any]
    figures: dict[str, int] | None = None  # in the form of `supervision.queue`

    @property
    def key(self) -> DeliverableKey:
        return DeliverableKey(self.client, self.week, self.type)


@dataclass(frozen=True)
class Standing:
    """Where the newest version of something stands: what the reviews and receipts say of it, without its text."""

    client: str
    week: str
    type: str
    version: int
    state: State
    content_hash: str
    decided_as: int | None  # of which version its state was stated: an earlier one, if that had the very same text
    published_before: int | None  # the newest version published earlier with another text
    locations: tuple[str, ...]

    @property
    def key(self) -> DeliverableKey:
        return DeliverableKey(self.client, self.week, self.type)

    @property
    def same_as(self) -> int | None:
        """The earlier version that was decided or sent and has this one's text word for word, if there is one."""
        return None if self.decided_as == self.version else self.decided_as

    @property
    def sent_as(self) -> int | None:
        """The version that was sent with this text, else the newest that was sent with another one, if any was."""
        return self.decided_as if self.state == "published" else self.published_before


@dataclass(frozen=True)
class Version(Standing):
    """A stored version, whole."""

    id: int
    input_hash: str
    markdown: str
    document: dict[str, Any]
    gated_at: datetime

    @property
    def in_doubt(self) -> list[dict[str, Any]]:
        """The claims of its document that the gate has doubts about; those of earlier versions say nothing of it."""
        return [claim for section in self.document["sections"] for claim in section["claims"] if claim.get("doubts")]


class Issue(NamedTuple):
    """A text of an earlier week: its number, how long it is (characters), and whether it was sent."""

    week: str
    version: int
    length: int
    was_sent: bool


class VersionNote(NamedTuple):
    """One of a deliverable's versions, without its text."""

    version: int
    outcome: str
    gated_at: datetime


EditAction = Literal["strike", "reword", "take_in", "write", "move", "vouch", "cite", "shape", "undo"]


@dataclass(frozen=True)
class NewEdit:
    """What a person changes of a deliverable.

    target: the claim or offer that it is about, as JSON in the form of `deliverables.claims`; None: a sentence of the
    editor's own. section: where a sentence comes to stand; before: the id of the claim that it then precedes, None: it
    is the last. reason: why it is struck. vouched: the editor stands by it where no source proves it. undoes: the
    number of an edit. source: the event that the editor says a sentence of their own rests on, text then by which words
    of it.
    """

    action: EditAction
    target: dict[str, Any] | None = None
    text: str | None = None
    section: str | None = None
    before: str | None = None
    reason: str | None = None
    vouched: bool = False
    undoes: int | None = None
    source: str | None = None


@dataclass(frozen=True)
class Edit(NewEdit):
    """The same as it is stored: which one of its deliverable, and on which version it was made. edited_at: UTC."""

    seconds: float | None = field(default=None, kw_only=True)  # that the editor had it before them, where measured
    number: int = field(kw_only=True)
    version: int = field(kw_only=True)
    editor: str = field(kw_only=True)
    edited_at: datetime = field(kw_only=True)


class Addressed(NamedTuple):
    """Whom and where a text is for, as yarnnn.yaml says; an approval holds for these alone."""

    recipients: tuple[str, ...]
    destinations: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """By whom something is decided of a version. seen: its number, None: the newest; seconds: that they had it before
    them, where that was measured. level: at which the system decides by itself, None: a person decides; reason: what
    the system says for it."""

    reviewer: str
    seen: int | None = None
    seconds: float | None = None
    level: Level | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Review:
    """What was decided of a version, and when (UTC). decision: approve, reject, reopen or hold. level: at which the
    system decided it by itself, None: a person did."""

    version: int
    decision: str
    reviewer: str
    decided_at: datetime
    reason: str | None = None
    seconds: float | None = None
    addressed: Addressed | None = None
    level: Level | None = None


class Snooze(NamedTuple):
    """Until when (UTC) somebody put a draft off."""

    who: str
    until: datetime


class Request(NamedTuple):
    """That somebody asked to make a deliverable anew, and when (UTC). number: of the request, among all."""

    key: DeliverableKey
    number: int
    who: str
    at: datetime


class Approval(NamedTuple):
    """An approved version, the review that approved it, and whether it was this call that wrote that review."""

    version: Version
    review: Review
    is_new: bool


class Agency(NamedTuple):
    """Whose a store is: an id made by chance, and what the agency calls itself.

    ledger_id: of the ledger itself; None of another store, and before an agency uses what an earlier yarnnn made.
    """

    agency_id: str
    name: str
    ledger_id: str | None = None


@dataclass(frozen=True)
class Receipt:
    """Proof that a text was sent, and where it lies."""

    locations: tuple[str, ...]
    content_hash: str
    published_at: datetime


class QueuedText(NamedTuple):
    """A row of the outbox, and its receipt once it was sent."""

    outbox_id: int
    receipt: Receipt | None


class Landing(NamedTuple):
    """When a platform was landed (UTC), and what that landing said of itself."""

    landed_at: datetime
    report: dict[str, Any]


@dataclass(frozen=True)
class NewCoverage:
    """What was read of a client's week. coverage: landed, ignored {reason: count}, unassigned, context_hash."""

    client: str
    week: str
    quiet: bool
    coverage: dict[str, Any]


@dataclass(frozen=True)
class WeekCoverage(NewCoverage):
    """The same as it is stored."""

    built_at: datetime

    @property
    def client_week(self) -> ClientWeek:
        return ClientWeek(self.client, self.week)


class RemovedConclusion(NamedTuple):
    """A conclusion about a person that `yarnnn who` no longer draws; client: '' for those that are no client's."""

    client: str
    conclusion: str
    removed_at: datetime


@dataclass(frozen=True)
class ForgottenEntry:
    """What must not come back, by one request. finished_at is None while it was stopped midway.

    request: keyed hash of what was asked for. marks: keyed hashes by kind, in the form of `forgetting.marks`; receipt:
    in the form of `forgetting.receipt`.
    """

    id: int
    kind: ForgottenKind
    request: str
    marks: Mapping[str, list[str]]
    receipt: dict[str, Any]
    begun_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class ModelUse:
    """What a model was asked for one client week. role: the setting that names it, such as `writer`; seconds: that were
    waited; cost: None where yarnnn.yaml has no prices."""

    role: str
    model: str
    client: str
    week: str
    type: str
    requests: int
    input_tokens: int
    output_tokens: int
    seconds: float
    cost: float | None
    currency: str | None


class UseOfModel(NamedTuple):
    """All that a model was asked in some time; currency: None where nothing was priced."""

    role: str
    model: str
    currency: str | None
    requests: int
    input_tokens: int
    output_tokens: int
    cost: float


@dataclass(frozen=True)
class KnownClient:
    """A client of the ledger. signs: by what it is known again, empty where nobody noted them; sent: its issues that
    were sent, oldest first."""

    client: str
    signs: tuple[str, ...]
    sent: tuple[DeliverableKey, ...]
