"""Autonomy: what a person's decision says of an issue, written down, and how far a deliverable goes by itself then.

When something moves is `supervision.autonomy`'s, what goes out by itself `stages.by_itself`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.publishing.addressees import addressed_if_any, wanted_of
from yarnnn_pipelines.stores.ledger.autonomy_rows import Level, Move, NewOutcome, Record
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Version
from yarnnn_pipelines.supervision import outcomes
from yarnnn_pipelines.supervision.autonomy import Earned, Text, earned
from yarnnn_pipelines.supervision.edits import made_with


def found_at_approval(settings: Settings, ledger: Ledger, version: Version) -> NewOutcome | None:
    """What it says that somebody approves this version now; None where it says nothing."""
    wanted, making = wanted_of(settings, version.key), making_of(settings, version)
    if wanted is None or making is None:
        return None
    has, _ = made_with(version.document, ledger.edits([version.key]).get(version.key, []))
    what = outcomes.changed(version, has)
    before = ledger.approvals([version.key]).get(version.key)
    now = addressed_if_any(settings, version.key)
    is_for_others = before is not None and before.addressed not in (None, now)
    return outcomes.of_approval(version, making, what, wanted.style_limit, for_others=is_for_others)


def found_at_rejection(settings: Settings, version: Version) -> NewOutcome | None:
    making = making_of(settings, version)
    return outcomes.of_rejection(version, making) if making else None


def note_change(settings: Settings, ledger: Ledger, sent: Version) -> None:
    """Write down what it says that somebody has changed what was sent."""
    wanted, making = wanted_of(settings, sent.key), making_of(settings, sent)
    edits = ledger.edits([sent.key]).get(sent.key, [])
    if wanted is None or making is None or not edits:
        return
    _, since = made_with(sent.document, edits)
    what = outcomes.changed(sent, since)
    found = outcomes.of_change_since_sent(sent, making, what, wanted.style_limit, edits[-1].number)
    if found:
        ledger.record_outcome(found)
        settle(settings, ledger, [sent])


def note_report(settings: Settings, ledger: Ledger, version: Version, wrong: str) -> Earned | None:
    """Write down that a fact or a recipient of it is wrong; None where nothing is known of what made it."""
    making = making_of(settings, version)
    if making is None:
        return None
    ledger.record_outcome(outcomes.of_report(version, making, wrong))
    return settle(settings, ledger, [version]).get((version.client, version.type))


def settle(
    settings: Settings,
    ledger: Ledger,
    versions: Iterable[Version],
    records: Mapping[tuple[str, str], Record] | None = None,
) -> dict[tuple[str, str], Earned]:
    """How far each goes by itself after all that was found, by client and type; every move is written down.

    versions: the newest texts; one that is made by something else than those before begins anew.
    """
    of = {(one.client, one.type): one for one in sorted(versions, key=lambda one: (one.week, one.version))}
    known = records if records is not None else ledger.records({client for client, _ in of})
    standing = {}
    for key, version in of.items():
        record = known.get(key)
        if record is None:
            continue
        text = Text(version.week, version.version)
        standing[key], moves = earned(record, ceiling_of(settings, *key), making_of(settings, version), text)
        ledger.record_moves(moves)
    return standing


def making_of(settings: Settings, version: Version) -> Mapping[str, str] | None:
    addressed = addressed_if_any(settings, version.key)
    return outcomes.made_by(version, addressed.destinations) if addressed else None


def ceiling_of(settings: Settings, client: str, type_id: str) -> Level:
    """The most that yarnnn.yaml lets it do; `draft` where the client gets none."""
    for one in settings.clients:
        if one.id == client:
            return next((wanted.autonomy for wanted in one.deliverables if wanted.type == type_id), "draft")
    return "draft"


@dataclass(frozen=True)
class Standing:
    """How far a client's deliverables of one type go by themselves. ceiling: what yarnnn.yaml lets them."""

    client: str
    type: str
    ceiling: Level
    earned: Earned
    moves: Sequence[Move]

    @property
    def level(self) -> Level:
        return self.earned.at_most(self.ceiling)

    @property
    def level_in_words(self) -> str:
        """ "approve, at most auto"."""
        return self.level if self.level == self.ceiling else f"{self.level}, at most {self.ceiling}"

    @property
    def says_something(self) -> bool:
        """Whether it stands elsewhere than where everything starts, or anything was found of it."""
        return self.level != "approve" or self.earned.issues > 0 or bool(self.moves)


def standings_of(settings: Settings, ledger: Ledger, of: Collection[str] | None = None) -> list[Standing]:
    """Of every deliverable that yarnnn.yaml names, or of these clients'; nothing is written."""
    clients = [one for one in settings.clients if of is None or one.id in of]
    records = ledger.records(of)
    standings = []
    for one in clients:
        for deliverable in one.deliverables:
            record = records.get((one.id, deliverable.type), Record(one.id, deliverable.type))
            now, _ = earned(record, deliverable.autonomy)
            standings.append(Standing(one.id, deliverable.type, deliverable.autonomy, now, record.moves))
    return standings
