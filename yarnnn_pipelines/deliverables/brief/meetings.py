"""Meetings as candidates: what was moved, what was cancelled, what is coming.

Which meetings a week speaks of is the context's; how one is worded is `slots`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.called_off import WordsOnMeetings
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, in_time
from yarnnn_pipelines.deliverables.brief.reach import in_reach
from yarnnn_pipelines.deliverables.brief.remarks import Remark
from yarnnn_pipelines.deliverables.slots.frame import Frame, voice_of
from yarnnn_pipelines.deliverables.slots.slots import confirms_move, speaks_of_move
from yarnnn_pipelines.deliverables.week.client_week import Event, Meeting, Signal, WeekContext
from yarnnn_pipelines.english.days import due_day
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.meeting_days import without_days
from yarnnn_pipelines.english.meetings import is_own_matter, is_social
from yarnnn_pipelines.english.shared_words import SharedWords

_OF_ANY_DAY = content_words(
    "am pm uhr clock noon morning afternoon at takes place happens scheduled planned set starts begins"
)
_TO_COME = "it is a meeting to come"
_OF_A_STRANGER = "somebody who belongs neither to you nor to the client invites to it, and you have accepted"
_WORDS_OF_A_MOVE = ("change", "question", "decision", "done", "commitment")


def is_a_strangers(event: Event, week: WeekContext) -> bool:
    """Nobody of the agency or the client invites to it.

    Anybody can send an invitation, and a calendar shows it unasked. It says of everybody else what its sender wrote,
    also that they have accepted: the owner's answer alone is the calendar's own. Whoever sent it in the name of one of
    ours or theirs is of the same houses.
    """
    organizer, attendees = event.fields.get("organizer"), event.fields.get("attendees") or ()
    if not organizer:
        are_known = all(_is_of_a_house(person.get("email") or "", week) for person in attendees)
        return bool(attendees) and not (are_known and is_accepted(event, week))
    senders = [person.get("email") or "" for person in attendees if person.get("is_sender")]
    is_known = event.author_is_us or event.author_client_id == week.client.id
    # or of a calendar of ours, which is its own events' organizer
    is_known = is_known or (event.container_id or "").endswith(f":{organizer}")
    return not (is_known and all(_is_of_a_house(sender, week) for sender in senders))


def by_who_invites(meetings: Iterable[Meeting], week: WeekContext) -> tuple[list[Meeting], list[Meeting]]:
    """Those of the agency and the client, and strangers'."""
    known: list[Meeting] = []
    of_strangers: list[Meeting] = []
    for meeting in meetings:
        (of_strangers if is_a_strangers(meeting.event, week) else known).append(meeting)
    return known, of_strangers


def is_accepted(event: Event, week: WeekContext) -> bool:
    """By the calendar's owner."""
    attendees = event.fields.get("attendees") or ()
    return {person.get("partstat") for person in attendees if _is_the_owner(person, event, week)} == {"accepted"}


def _is_the_owner(person: Mapping[str, Any], event: Event, week: WeekContext) -> bool:
    """One of ours in whose calendar or mailbox the event was read."""
    address = (person.get("email") or "").lower()
    if person.get("other_address_of") or not _is_of(address, week.own_domains):
        return False
    calendar = (event.container_id or "").partition(":")[2].lower()
    return bool(person.get("is_owner")) or address == calendar or address in week.accounts


def _is_of_a_house(address: str, week: WeekContext) -> bool:
    """Of the agency or of the client."""
    address = address.lower()
    known = week.accounts | {contact.email.lower() for contact in week.client.contacts}
    return address in known or _is_of(address, (*week.own_domains, *week.client.domains))


def _is_of(address: str, domains: Iterable[str]) -> bool:
    domain = address.rpartition("@")[2].rstrip(".")
    return any(domain == own or domain.endswith(f".{own}") for own in domains)


def _is_not_for_clients(event: Event) -> bool:
    title = event.text.split("\n", 1)[0].strip()
    return is_social(title) or is_own_matter(title)


def _summary(event: Event) -> Piece:
    return Piece(event, 0, len(event.text.split("\n", 1)[0]))


def moved_meetings(meetings: Iterable[Meeting], signals: Sequence[Signal], frame: Frame) -> list[Candidate]:
    """Moved meetings with the words that asked for the move or told of it, and the words that confirmed it."""
    said = [Piece(s.event, s.start, s.end) for s in in_time(signals) if s.signal in _WORDS_OF_A_MOVE]
    index = SharedWords()
    for place, word in enumerate(said):
        index.add(place, _words_of(word))
    moves = []
    for meeting in meetings:
        if (
            meeting.relation != "moved"
            or meeting.event.fields.get("status") == "cancelled"
            or _is_not_for_clients(meeting.event)
        ):
            continue
        piece = _summary(meeting.event)
        title = content_words(piece.quote)
        near = [said[place] for place in sorted(index.places(title, at_least=_shared_by_a_move(title)))]
        words = [word for word in near if speaks_of_move(frame, piece.source, word.source)]
        evidence = words[:1]
        evidence += [word for word in words[1:] if confirms_move(words[0].source, word.source)][:1]
        moves.append(Candidate("moved_meeting", (piece, *evidence), 4.0))
    return moves


def announcing(plans: Iterable[Candidate], coming: Sequence[Candidate], frame: Frame) -> list[Candidate]:
    """Of these plans those that only say of a coming meeting when it is: the calendar tells it."""
    titles = [(content_words(meeting.first.quote), frame.day(meeting.first.event.occurred_at)) for meeting in coming]
    found = []
    for plan in plans:
        day = due_day(plan.first.quote, voice_of(frame, plan.first.event))
        words = content_words(without_days(plan.first.quote)) - _OF_ANY_DAY
        if words and any(words <= title and day == starts for title, starts in titles):
            found.append(plan)
    return found


def told_by_the_calendar(
    candidates: Iterable[Candidate], moved: Sequence[Candidate], frame: Frame
) -> set[tuple[str, int]]:
    """Keys of other sentences about a move that the calendar tells better."""
    index = SharedWords()
    for place, move in enumerate(moved):
        index.add(place, content_words(move.first.quote))
    return {
        candidate.first.key
        for candidate in candidates
        if candidate.kind in _WORDS_OF_A_MOVE
        and any(
            speaks_of_move(frame, moved[place].first.source, candidate.first.source)
            for place in index.places(_words_of(candidate.first))
        )
    }


def _words_of(word: Piece) -> frozenset[str]:
    """Of the sentence and the subject of its mail, either of which may name a meeting."""
    return content_words(f"{word.event.title or ''} {word.quote}")


def _shared_by_a_move(title: frozenset[str]) -> int:
    return min(2, len(title))


def cancelled_meetings(meetings: Iterable[Meeting]) -> list[Candidate]:
    by_event = {
        meeting.event.event_id: Candidate("cancelled_meeting", (_summary(meeting.event),), 2.5)
        for meeting in meetings
        if meeting.event.fields.get("status") == "cancelled" and not _is_not_for_clients(meeting.event)
    }
    return list(by_event.values())


def coming_meetings(
    meetings: Sequence[Meeting], week: WeekContext, frame: Frame
) -> tuple[list[Candidate], list[tuple[Candidate, str]]]:
    """The next meetings in the order of the calendar, of a series only its next one; and those that words of the week
    call off or move, with the reason.

    Also words that the client can't read do so. Of a meeting that the calendar has moved, words about a move are told.
    What was only asked, the gate says as a doubt.
    """
    next_of_series: dict[str, Candidate] = {}
    called_off: list[tuple[Candidate, str]] = []
    moved = {meeting.event.event_id for meeting in meetings if meeting.relation == "moved"}
    weeks = [*filter(None, [week.before]), week]
    words = WordsOnMeetings([event for one in weeks for event in (*one.events, *one.subjects)], frame)
    coming = [meeting.event for meeting in meetings if _is_to_come(meeting)]
    on_day = defaultdict(list)
    for event in coming:
        on_day[frame.day(event.occurred_at)].append(event)
    for event in sorted(coming, key=lambda event: (event.occurred_at, event.event_id)):
        piece = _summary(event)
        # Scores fall with the date, so that the section keeps the order of the calendar.
        candidate = Candidate("coming_meeting", (piece,), 4.0 - 0.01 * len(next_of_series))
        others = [_summary(other).quote for other in on_day[frame.day(event.occurred_at)] if other is not event]
        last = words.last_on(event, piece.quote, was_moved=event.event_id in moved, others=others)
        if last is not None and last.word == "off":
            called_off.append((candidate, last.reason(frame)))
            continue
        series = event.event_id
        if event.fields.get("is_series", True):
            series = piece.quote.casefold()
        next_of_series.setdefault(series, candidate)
    return list(next_of_series.values()), called_off


def meetings_to_offer(
    coming: Iterable[Candidate], of_strangers: Iterable[Meeting], week: WeekContext, kind: DeliverableType, frame: Frame
) -> list[Remark]:
    """The coming meetings that a section may have no room for, and strangers' that we have accepted: a person knows
    whether they are this client's."""
    section = kind.section(kind.section_of.get("coming_meeting", ""))
    if section is None:
        return []
    accepted = [meeting for meeting in of_strangers if is_accepted(meeting.event, week)]
    others = coming_meetings(accepted, week, frame)[0] if accepted else []
    reasons = {candidate.first.key: _OF_A_STRANGER for candidate in others}
    return [
        Remark(one.first, section.id, one.score, reasons.get(one.first.key, _TO_COME))
        for one in in_reach((*coming, *others), section, frame)
    ]


def _is_to_come(meeting: Meeting) -> bool:
    is_off = meeting.event.fields.get("status") in ("cancelled", "deleted")
    return meeting.relation == "coming" and not is_off and not _is_not_for_clients(meeting.event)
