"""One calendar series as the meetings it means: masters and exceptions in, occurrences with what was moved out.

Pure functions over item versions; reading and storing them belongs to `occurrences`, following a rule to `recurrence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from yarnnn_pipelines.context.meetings.exclusions import Exclusions
from yarnnn_pipelines.context.meetings.recurrence import Slot, Span, schedule_of, slots_of
from yarnnn_pipelines.context.meetings.versions import EventVersion, cancelled_since, last_change, not_deleted
from yarnnn_pipelines.core.weeks import week_of

History = Sequence[EventVersion]  # all versions of one item, oldest first


@dataclass(frozen=True)
class Occurrence:
    """A row of `context.meeting_occurrences`; times are instants, `ends_at` is exclusive."""

    occurrence_id: str
    item_id: str
    version: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    status: str  # confirmed | tentative | cancelled | deleted
    is_series: bool
    source: EventVersion = field(repr=False)
    previous_starts_at: datetime | None = None
    previous_version: str | None = None
    moved_seen_at: datetime | None = None
    cancelled_seen_at: datetime | None = None


def occurrences_of(versions: Iterable[EventVersion], span: Span, time_zone: str) -> tuple[list[Occurrence], bool]:
    """The meetings of one series that start within `span`, and whether it has more after it.

    `versions` are all versions of the series' master and of its exceptions (`<master>:<slot>`). A deleted meeting
    keeps its last known time, with status `deleted`. Raises `SeriesError`.
    """
    histories: dict[str, list[EventVersion]] = defaultdict(list)
    for version in sorted(versions, key=lambda v: v.observed_at):
        histories[version.item_id].append(version)
    masters = {item_id for item_id, history in histories.items() if _is_recurring(history)}
    exceptions: dict[str, list[History]] = defaultdict(list)
    meetings: list[Occurrence] = []
    more = False
    for item_id, history in histories.items():
        if item_id in masters or (single := _single(history, time_zone)) is None:
            continue
        if (master := history[0].series_id) in masters and master is not None:
            exceptions[master].append(history)
            single = _with_later_word(single, histories, time_zone)
            if single.status == "deleted":
                continue  # the exception was undone: the series' own slot stands again
        more = more or single.starts_at >= span.end
        meetings.append(single)
    for item_id in masters:
        instances, has_more = _instances(histories[item_id], exceptions[item_id], span, time_zone)
        meetings.extend(instances)
        more = more or has_more
    within = (meeting for meeting in meetings if meeting.starts_at in span)
    return sorted(within, key=lambda meeting: (meeting.starts_at, meeting.occurrence_id)), more


def _is_recurring(history: History) -> bool:
    alive = not_deleted(history)
    if not alive or alive[-1].is_exception:
        return False
    return bool(alive[-1].payload.get("rrule")) or "\nRDATE" in alive[-1].calendar_text


def _status(current: EventVersion, shown: EventVersion) -> str:
    if current.is_deleted:
        return "deleted"
    return shown.status


# --- one event, or one exception of a series ----------------------------------------------------------------------


def _single(history: History, time_zone: str) -> Occurrence | None:
    alive = not_deleted(history)
    if not alive:
        return None
    shown, current = alive[-1], history[-1]
    before, first = last_change(alive, key=lambda version: version.occurred_at)
    occurrence = Occurrence(
        occurrence_id=shown.item_id,
        item_id=shown.item_id,
        version=current.version,
        starts_at=shown.occurred_at,
        ends_at=shown.ends_at(time_zone),
        all_day=shown.is_all_day,
        status=_status(current, shown),
        is_series=shown.is_exception,
        source=shown,
        cancelled_seen_at=cancelled_since(alive),
    )
    if before is not None:
        return replace(
            occurrence,
            previous_starts_at=before.occurred_at,
            previous_version=before.version,
            moved_seen_at=first.known_at,
        )
    slot = shown.slot(time_zone)
    if slot is not None and slot != shown.occurred_at:
        return replace(occurrence, previous_starts_at=slot, moved_seen_at=first.known_at)
    return occurrence


def _with_later_word(single: Occurrence, histories: Mapping[str, History], time_zone: str) -> Occurrence:
    """An instance of its own, as a newer cancellation of all that follow another one, or are before it, leaves it."""
    named = single.source.slot(time_zone)
    for history in histories.values():
        each = history[-1]
        slot = each.slot(time_zone) if each.reaches and each.is_cancelled and not each.is_deleted else None
        if slot is None or named is None or not each.is_newer_than(single.source) or single.status == "cancelled":
            continue
        if slot < named if each.reaches == "onward" else slot > named:
            return replace(single, status="cancelled", cancelled_seen_at=each.known_at)
    return single


# --- a recurring series -------------------------------------------------------------------------------------------


def _instances(
    history: History, exceptions: Sequence[History], span: Span, time_zone: str
) -> tuple[list[Occurrence], bool]:
    """The instances of a series that no exception stands for, and whether it has more after `span`."""
    alive = not_deleted(history)
    shown, current = alive[-1], history[-1]
    standing = [not_deleted(exception)[-1] for exception in exceptions if not exception[-1].is_deleted]
    reaching = [version for version in standing if version.reaches]
    replaced = {slot for version in standing if (slot := version.slot(time_zone)) is not None}

    slots, more = slots_of(shown, reaching, span, time_zone)
    instances = {
        slot.starts_at: _instance(shown, slot, time_zone, current.version, _status(current, shown))
        for slot in _not_replaced(Exclusions(shown, slots, time_zone).left_of(slots), replaced)
    }
    if (cancelled_at := cancelled_since(alive)) is not None:
        instances = {start: replace(each, cancelled_seen_at=cancelled_at) for start, each in instances.items()}
    before, first = last_change(alive, key=schedule_of)
    if before is not None and not current.is_deleted:
        old_slots, _ = slots_of(before, reaching, span, time_zone)
        left = Exclusions(before, old_slots, time_zone).left_of(old_slots)
        change = _Change(before, first, _not_replaced(left, replaced))
        instances |= _changed_instances(instances, change, time_zone)
    return list(instances.values()), more


def _not_replaced(slots: Sequence[Slot], replaced: Collection[datetime]) -> list[Slot]:
    """Those for which no exception stands, which names one by the time of the rule, else by the one it was moved to."""
    by_new_time = set(replaced) - {slot.named_at for slot in slots}
    return [slot for slot in slots if slot.named_at not in replaced and slot.starts_at not in by_new_time]


@dataclass(frozen=True)
class _Change:
    """A change of a whole series' schedule: the last version before it with its slots, and the first since."""

    before: EventVersion
    first: EventVersion
    old_slots: Sequence[Slot]


def _changed_instances(
    instances: dict[datetime, Occurrence], change: _Change, time_zone: str
) -> dict[datetime, Occurrence]:
    """The instances that a change moved, and those that it took out, by their start.

    An old slot and a new one belong together when their week lost as many as it gained; what was over when the change
    was made has not been moved by it.
    """
    first, seen = change.first, change.first.known_at
    old = {slot.starts_at: slot for slot in change.old_slots if slot.starts_at >= seen}
    lost, gained = defaultdict(list), defaultdict(list)
    for start in sorted(old.keys() - instances.keys()):
        lost[week_of(start, time_zone)].append(start)
    for start in sorted(instances.keys() - old.keys()):
        if start >= seen:
            gained[week_of(start, time_zone)].append(start)
    exclusions = Exclusions(first, change.old_slots, time_zone)
    changed: dict[datetime, Occurrence] = {}
    for week, starts in lost.items():
        if len(starts) == len(gained[week]):
            for old_start, new_start in zip(starts, gained[week], strict=True):
                changed[new_start] = replace(
                    instances[new_start],
                    previous_starts_at=old_start,
                    previous_version=change.before.version,
                    moved_seen_at=seen,
                )
            continue
        for start in starts:
            if exclusions.take_out(old[start]):
                cancelled = _instance(first, old[start], time_zone, first.version, "cancelled")
                changed[start] = replace(cancelled, cancelled_seen_at=seen)
    return changed


def _instance(series: EventVersion, slot: Slot, time_zone: str, version: str, status: str) -> Occurrence:
    """What an exception says of all that follow, or of all before, it says of this one too: then it is what the meeting
    is read from."""
    says = slot.source if slot.source.is_exception else series
    if says is not series and status not in ("cancelled", "deleted"):
        status = says.status
    if slot.is_unsure and status == "confirmed":
        status = "tentative"
    return Occurrence(
        occurrence_id=_instance_id(series, slot.starts_at, time_zone),
        item_id=says.item_id,
        version=says.version if says is not series else version,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        all_day=series.is_all_day,
        status=status,
        is_series=True,
        source=says,
        cancelled_seen_at=says.known_at if says.is_cancelled else None,
    )


def _instance_id(series: EventVersion, slot: datetime, time_zone: str) -> str:
    """The id that an exception at this slot would have: the series' and the slot, a day or a time in UTC."""
    if series.is_all_day:
        return f"{series.item_id}:{slot.astimezone(ZoneInfo(time_zone)):%Y%m%d}"
    return f"{series.item_id}:{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}"
