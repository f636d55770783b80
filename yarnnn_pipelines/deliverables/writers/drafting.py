"""What every writer's draft has in common: title, identity, status line, offers, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yarnnn_pipelines.config.deliverable_types import STATUS, DeliverableType
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.brief.against_on_track import against_on_track
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import kind_told, stated_in
from yarnnn_pipelines.deliverables.brief.carried_over import with_what_was_said_before
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Offer, Section, digest
from yarnnn_pipelines.deliverables.items import Item
from yarnnn_pipelines.deliverables.preferences.preference import Preferences
from yarnnn_pipelines.deliverables.preferences.topics import is_cut
from yarnnn_pipelines.deliverables.slots.status_line import Status, status_of
from yarnnn_pipelines.deliverables.week.client_week import WeekContext
from yarnnn_pipelines.deliverables.week.spans import last_known_day
from yarnnn_pipelines.deliverables.writers.offers import offers_of
from yarnnn_pipelines.english.days import MONTHS, day_month

USUALLY_LEFT_OUT = "usually_left_out"  # why an event is not told whose kind people strike out
STATUS_TITLE = "Status"  # in the review copy; the line itself says what it is


def draft_of(
    brief: Brief,
    kind: DeliverableType,
    edition: str,
    sections: Iterable[Section],
    *,
    set_aside: Iterable[Claim] = (),
    left_out: Mapping[str, str] | None = None,
) -> Draft:
    """The draft of these sections. left_out: the writer's own reasons by event id, which go before the brief's."""
    week = brief.week
    told, fallen = _with_status(brief, kind, sections), tuple(set_aside)
    judged = [claim for section in told for claim in section.claims]
    offers = offers_of(brief.remarks, [*judged, *fallen], brief.frame)
    spoken: list[Claim | Offer] = [*judged, *fallen, *offers]
    offered = {item.event_id for offer in offers for item in offer.evidence}
    outdone = {remark.piece.event.event_id for remark in brief.remarks} - offered
    return Draft(
        client=week.client.id,
        week=week.week,
        type=kind.id,
        title=title_of(kind, week),
        sections=told,
        input_hash=_with_what_is_carried_over(_for_readers(input_hash(week, kind, edition), brief), spoken, week),
        preferences=tuple(brief.preferences.as_json()),
        quiet=week.quiet,
        set_aside=fallen,
        items=week.items if kind.tells_of != "all" else _items_listed(week, spoken),
        left_out={**dict.fromkeys(sorted(outdone), "no_room"), **brief.left_out, **(left_out or {})},
        unassigned=week.unassigned,
        not_read=brief.not_read,
        tells_of=kind.tells_of,
        offers=offers,
    )


def _with_status(brief: Brief, kind: DeliverableType, sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections, under a line that says how things stand where the type asks for one and they carry it."""
    others = tuple(section for section in sections if not (kind.status and section.id == STATUS))
    if not kind.status:
        return others
    kinds = {one.first.key: kind_told(one) for candidates in brief.sections.values() for one in candidates}
    told = [claim for section in others for claim in section.claims]
    status = status_of(
        brief.frame, kind, told, lambda claim: kinds.get((claim.evidence[0].event_id, claim.evidence[0].start))
    )
    if status is None or (status.name == "on_track" and _against(brief, kind, status)):
        return others
    return (Section(STATUS, STATUS_TITLE, (status.claim,)), *others)


def _against(brief: Brief, kind: DeliverableType, status: Status) -> str | None:
    week, stated = brief.week, stated_in(brief.week.signals)
    events, stated = with_what_was_said_before(week, stated) if kind.looks_back else (list(week.events), stated)
    if any(remark.is_overdue for remark in brief.remarks):
        return "we asked something for a day that has passed, and read no answer"
    rests_on = {item.event_id for item in status.claim.evidence}
    return against_on_track(events, stated, brief.frame, rests_on)


def input_hash(week: WeekContext, kind: DeliverableType, edition: str) -> str:
    """Names everything that the draft is a function of: the week's context, the type, the names, the writer."""
    client = week.client
    return digest(
        [
            week.context_hash,
            kind.identity,
            client.name,
            client.aliases,
            week.time_zone,
            [mark.identity for mark in week.other_clients],
            edition,
        ]
    )


def _for_readers(hashed: str, brief: Brief) -> str:
    """The hash with what its readers asked, where that decides what is told, and with what shapes it."""
    hashed = digest([hashed, sorted(brief.preferred.items())]) if brief.preferred else hashed
    return digest([hashed, brief.preferences.as_json()]) if brief.preferences else hashed


def is_left_out(claim: Claim, preferences: Preferences) -> bool:
    """Whether it is of a kind, or about something, that is not told here; it may be offered."""
    if not claim.evidence:
        return False
    if is_cut((item.quote for item in claim.evidence), preferences):
        return True
    return preferences.leaves_out(claim.section, claim.evidence[0].platform, claim.slot or claim.kind)


def _with_what_is_carried_over(hashed: str, spoken: Iterable[Claim | Offer], week: WeekContext) -> str:
    """The hash with what the draft of a week says of earlier weeks: nothing else that changes there changes it."""
    if week.before is None or not week.days.is_a_week:
        return hashed
    earlier = {event.event_id: event.version for event in week.before.events}
    carried = {item.event_id: earlier.get(item.event_id) for one in spoken for item in one.evidence}
    told = sorted((event_id, version) for event_id, version in carried.items() if version)
    return digest([hashed, told]) if told else hashed


def _items_listed(week: WeekContext, spoken: Iterable[Claim | Offer]) -> tuple[Item, ...]:
    """Of a project's whole story the items of its last week and those that the draft speaks of: a list that does not
    grow with the story."""
    spoken_of = {item.event_id for one in spoken for item in one.evidence}
    monday = monday_of(week.week).isoformat()
    return tuple(item for item in week.items if item.at >= monday or item.event_id in spoken_of)


def title_of(kind: DeliverableType, week: WeekContext) -> str:
    """A type's title for this client and span."""
    monday, last, known = monday_of(week.week), week.days.last, last_known_day(week)
    return kind.title.format(
        client=week.client.name,
        week=week.week,
        monday=f"{day_month(monday)} {monday.year}",
        month=f"{MONTHS[last.month - 1]} {last.year}",
        day=f"{day_month(known)} {known.year}",
    )
