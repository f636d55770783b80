"""By itself: what has earned it is approved by the system, and published, in this process.

The system's approval is a review like a person's: of one version's exact text, for those whom yarnnn.yaml names. How
far something goes is `supervision.autonomy`'s, what must hold of its text `supervision.by_itself`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.config.settings import Deliverable, Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks, current_week
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.addressees import addressed_to
from yarnnn_pipelines.sources.registry import is_schedule
from yarnnn_pipelines.stages.autonomy import making_of, settle
from yarnnn_pipelines.stages.compare import changed_sources
from yarnnn_pipelines.stages.publish import Published, publish_batch, refuse_incomplete
from yarnnn_pipelines.stores.draft_files import DraftFiles
from yarnnn_pipelines.stores.ledger.autonomy_rows import Level
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, Version
from yarnnn_pipelines.stores.locks import WAREHOUSE_WAIT_SECONDS
from yarnnn_pipelines.supervision.autonomy import Earned, goes_by_itself
from yarnnn_pipelines.supervision.by_itself import goes_out_at, is_audited, why_not
from yarnnn_pipelines.supervision.completeness import Landings

REVIEWER = "yarnnn"
_WEEKS_BACK = 6  # in which a month's last day lies
_WAITING = ("drafted",)


@dataclass(frozen=True)
class Candidate:
    """The newest issue of what has earned to go out by itself. reasons: why it waits for a person, none: it does not.
    at: when it goes out then."""

    version: Version
    level: Level
    earned: Earned
    at: datetime
    reasons: tuple[str, ...]

    @property
    def key(self) -> DeliverableKey:
        return self.version.key

    def is_due(self, now: datetime) -> bool:
        return not self.reasons and self.at <= now


@dataclass
class Sent:
    """What went out by itself, and what was to and could not."""

    done: list[Published] = field(default_factory=list)
    failed: dict[DeliverableKey, Exception] = field(default_factory=dict)


@dataclass
class _Wanted:
    """What yarnnn.yaml lets go out by itself, and the newest of its weeks that is over."""

    keys: dict[DeliverableKey, Deliverable] = field(default_factory=dict)
    ended: dict[DeliverableKey, datetime] = field(default_factory=dict)


def candidates(project: Project, ledger: Ledger, now: datetime, client: str | None = None) -> list[Candidate]:
    """What goes out by itself sooner or later, or would if it did not wait for a person. The warehouse is not read.

    Of each client and type the newest issue alone, once what it tells of is over: what was left lying before it was
    promoted goes out by nobody's hand but a person's. client: whose alone.
    """
    wanted = _wanted(project.settings, now, client)
    if not wanted.keys:
        return []
    records = ledger.records({key.client_id for key in wanted.keys})
    earning = [key for key in wanted.keys if (key.client_id, key.type_id) in records]
    newest = ledger.newest(earning)
    standing = settle(project.settings, ledger, newest.values(), records)
    waiting = {key: version for key, version in newest.items() if version.state in _WAITING}
    look = _Look(project, ledger, ledger.last_landings(), ledger.touched_by_people(waiting), wanted)
    found = []
    for key, version in sorted(waiting.items()):
        earned = standing[key.client_id, key.type_id]
        level = earned.at_most(wanted.keys[key].autonomy)
        if goes_by_itself(level):
            wait = timedelta(hours=wanted.keys[key].delay_hours if level == "delayed" else 0)
            at = goes_out_at(version, wanted.ended[key], wait)
            found.append(Candidate(version, level, earned, at, tuple(look.reasons(version, earned))))
    return found


def publish_due(project: Project, ledger: Ledger, now: datetime, wait_seconds: float = WAREHOUSE_WAIT_SECONDS) -> Sent:
    """Approve and publish what is due. Each is drafted once more before, from what is known by now: another text than
    the one that waited is not sent for it.

    wait_seconds: for the warehouse.
    """
    sent = Sent()
    due = [one for one in candidates(project, ledger, now) if one.is_due(now)]
    for type_id, keys in _by_type(due).items():
        sent.failed |= _redraft(project, ledger, type_id, keys)
    waited = {one.key: one.version.content_hash for one in due if one.key not in sent.failed}
    still = [
        one
        for one in candidates(project, ledger, now)
        if one.is_due(now) and waited.get(one.key) == one.version.content_hash
    ]
    sent.failed |= changed_sources(project, [one.version for one in still], wait_seconds)
    for one in still:
        if one.key in sent.failed:
            continue
        try:
            sent.done.append(_publish(project, ledger, one, wait_seconds))
        except Exception as error:  # one that fails costs no other; a person may have been quicker
            sent.failed[one.key] = error
    return sent


def _publish(project: Project, ledger: Ledger, one: Candidate, wait_seconds: float) -> Published:
    by = Decision(REVIEWER, one.version.version, level=one.level, reason=_reason(one))
    ledger.record_approval(one.key, by, addressed_to(project.settings, one.key))
    batch = publish_batch(project, ledger, one.key.type_id, [one.key.client_week], wait_seconds)
    if error := batch.failed.get(one.key.client_week):
        raise error
    return batch.done[one.key.client_week]


def _reason(one: Candidate) -> str:
    """ "by itself at level auto; since its last move: 12 issues, 0 bad; evidence 3.1 of 20"."""
    return f"by itself at level {one.level}; since its last move: {one.earned.in_words}"


def _redraft(project: Project, ledger: Ledger, type_id: str, keys: list[ClientWeek]) -> dict[DeliverableKey, Exception]:
    """Make drafts and versions of these anew; what failed."""
    from yarnnn_pipelines.stages.draft import draft_batch  # these two take longer to import than all that looks
    from yarnnn_pipelines.stages.gate import gate_batch

    drafted = draft_batch(project, ledger, type_id, keys)
    gated = gate_batch(project, ledger, type_id, drafted.done)
    return {key.deliverable(type_id): error for key, error in {**drafted.failed, **gated.failed}.items()}


def _by_type(due: list[Candidate]) -> Mapping[str, list[ClientWeek]]:
    keys: dict[str, list[ClientWeek]] = defaultdict(list)
    for one in due:
        keys[one.key.type_id].append(one.key.client_week)
    return keys


# --- what there is ----------------------------------------------------------------------------------------------------


def _wanted(settings: Settings, now: datetime, only: str | None) -> _Wanted:
    wanted = _Wanted()
    for client in (one for one in settings.clients if only in (None, one.id)):
        for deliverable in client.deliverables:
            if not goes_by_itself(deliverable.autonomy):
                continue
            kind = deliverable_type(deliverable.type, settings.path)
            if last := _last_ended(kind, settings, now):
                key = DeliverableKey(client.id, last[0], deliverable.type)
                wanted.keys[key], wanted.ended[key] = deliverable, last[1]
    return wanted


def _last_ended(kind: DeliverableType, settings: Settings, now: datetime) -> tuple[str, datetime] | None:
    """The newest week whose deliverable tells of what is over, and since when it is."""
    zone = settings.agency.time_zone
    for back in range(_WEEKS_BACK):
        week = add_weeks(current_week(zone, now), -back)
        if span := kind.span_in(week, settings.agency.start):
            ended = datetime.combine(span.last + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
            if ended <= now:
                return week, ended
    return None


@dataclass(frozen=True)
class _Look:
    """Looks for reasons to wait for a person. touched: what people have decided or changed."""

    project: Project
    ledger: Ledger
    landings: Landings
    touched: set[DeliverableKey]
    wanted: _Wanted

    def reasons(self, version: Version, earned: Earned) -> Iterator[str]:
        settings, key = self.project.settings, version.key
        yield from why_not(version, settings.judge)
        if key in self.touched:
            yield "a person has decided or changed something of it"
        if (making := making_of(settings, version)) is not None and making != earned.made_by:
            yield "it was made by something else than what has earned it"
        if addressed_to(settings, key) != self.ledger.last_addressed(key.client_id, key.type_id):
            yield "no person has approved one for those whom it goes to now"
        yield from self._not_over(key)
        try:
            refuse_incomplete(self.project, self.landings, key, by_itself=True)
        except UserError as error:
            yield error.what
        files = DraftFiles(self.project.home.drafts, key)
        if files.edited(version.markdown) or files.moved_aside():
            yield "a draft file of it was edited by hand"
        if is_audited(key, self.wanted.keys[key].audit_share):
            yield "it is one of those that a person looks at all the same"

    def _not_over(self, key: DeliverableKey) -> Iterator[str]:
        """What was landed and built before its days were over may lack the last of them."""
        ended = self.wanted.ended[key]
        built = self.ledger.built_at([key.client_week]).get(key.client_week)
        if built is None or datetime.fromisoformat(built) < ended:
            yield "its week was not built since it ended"
        for platform, source in self.project.settings.sources.configured().items():
            known, report = self.landings.get(platform, (None, {}))
            if source.export and not is_schedule(platform):
                newest = report.get("newest_item_at")
                known = datetime.fromisoformat(newest) if newest else None  # an export is as old as what it holds
            if known is None or known < ended:
                yield f"{platform} was not read since its week ended"
