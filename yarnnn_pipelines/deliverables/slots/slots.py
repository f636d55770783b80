"""Slots: the wordings that the system may publish by itself, each a function of stored evidence alone.

The writer calls a slot to word a claim and the gate calls it again on what it re-read, and compares; so nothing that a
slot says can come from anywhere but its sources. Which facts are worth a claim is `brief`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.claims import Evidence
from yarnnn_pipelines.deliverables.week.agency_marks import OtherClients
from yarnnn_pipelines.deliverables.week.client_week import Event, Person, WeekContext
from yarnnn_pipelines.english.days import dated, day_in_week, day_month, due_day, full_day, weekday
from yarnnn_pipelines.english.introductions import are_introduced, are_under_an_introduction
from yarnnn_pipelines.english.likeness import content_words, same_request, tells_the_same
from yarnnn_pipelines.english.meetings import agrees_to_move, asks_to_move, tells_of_moving
from yarnnn_pipelines.english.mentions import with_subject_named
from yarnnn_pipelines.english.requests import needed_by, needed_thing
from yarnnn_pipelines.english.results import is_in_part, resolved_subject
from yarnnn_pipelines.english.rewording import (
    in_third_person,
    reported,
    shortened,
    speaks_for_another,
    tells_what_you_did,
    tidy,
    tidy_title,
    unlabelled,
    whole,
    with_single_quotation_marks,
    without_label_of,
)
from yarnnn_pipelines.english.signed_names import name_in_text, signer
from yarnnn_pipelines.english.troubles import head_of, names_what_is_troubled, problem_topic
from yarnnn_pipelines.english.voice import Voice
from yarnnn_pipelines.sources.registry import sent_by_of

_NOTHING_OF_OTHERS = OtherClients()
_LONGEST_TITLE = 120  # characters of a meeting's


@dataclass(frozen=True)
class Frame:
    """What holds for every claim of a deliverable: for whom, which week, on which clock, and who has which name."""

    client_id: str
    client_name: str  # as it stands in a sentence
    week: str
    time_zone: str
    namesakes: frozenset[str] = frozenset()  # first names that two people share
    names: frozenset[str] = frozenset()  # first names of our people and the client's
    people: frozenset[str] = frozenset()  # their full names
    ours: frozenset[str] = frozenset()  # full names of our people alone
    other_clients: OtherClients = _NOTHING_OF_OTHERS  # what tells of other clients and may not stand here
    own_names: tuple[str, ...] = ()  # of which another client's name may be a part

    @property
    def monday(self) -> date:
        return monday_of(self.week)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.time_zone))

    def day(self, instant: datetime) -> date:
        return self.local(instant).date()


def short_name(client: Client) -> str:
    """The client as it stands in a sentence: its shortest alias that is a word of its name, else the name."""
    fitting = [alias for alias in client.aliases if alias and alias.split()[0] in client.name.split()]
    return min(fitting, key=len) if fitting else client.name


def frame_of(
    client: Client,
    week: str,
    time_zone: str,
    people: Iterable[Person] = (),
    other_clients: OtherClients = _NOTHING_OF_OTHERS,
) -> Frame:
    people = tuple(people)
    names = {name for name, is_us, client_id in people if is_us or client_id == client.id}
    first = Counter(name.split()[0] for name in names if name.strip())
    namesakes = frozenset(name for name, count in first.items() if count > 1)
    own_names = (client.name, *client.aliases)
    return Frame(
        client_id=client.id,
        client_name=short_name(client),
        week=week,
        time_zone=time_zone,
        namesakes=namesakes,
        names=frozenset(first),
        people=frozenset(names),
        ours=frozenset(name for name, is_us, _ in people if is_us),
        other_clients=other_clients,
        own_names=own_names,
    )


def frame_for(week: WeekContext) -> Frame:
    return frame_of(week.client, week.week, week.time_zone, week.people, week.other_clients)


@dataclass(frozen=True)
class Source:
    """One piece of evidence with the event it was read from: all that a slot may look at.

    start: where the quote begins in the event's text.
    """

    quote: str
    event: Event
    start: int = 0

    @property
    def before(self) -> str:
        """The words of the event before the quote."""
        return self.event.text[: self.start]


def evidence_of(frame: Frame, event: Event, start: int, end: int) -> Evidence:
    return Evidence(
        event_id=event.event_id,
        version=event.version,
        start=start,
        end=end,
        quote=event.text[start:end],
        platform=event.platform,
        kind=event.kind,
        occurred_at=frame.local(event.occurred_at).isoformat(),
        author=event.author_name,
        permalink=event.permalink,
    )


def voice_of(frame: Frame, event: Event) -> Voice:
    author, is_anothers = speaker(frame, event)
    return Voice(
        author=author,
        is_anothers=is_anothers,
        is_us=event.author_is_us,
        is_client=event.author_client_id == frame.client_id,
        namesakes=frame.namesakes,
        people=frame.people,
        first_names=frame.names,
        occurred_at=event.occurred_at,
        time_zone=frame.time_zone,
        client_name=frame.client_name,
        week_start=frame.monday,
    )


def speaker(frame: Frame, event: Event) -> tuple[str | None, bool]:
    """The full name of whoever speaks in an event: its author, or the colleague who signed it; and whether it is signed
    by somebody who is not known."""
    below = name_in_text(event.text, frame.names, is_mail=event.kind == "mail")
    side = frame.ours if event.author_is_us else frame.people - frame.ours
    return signer(event.author_name, event.fields.get("signed_by") or below, side)


# --- what someone said -------------------------------------------------------------------------------------------


def _reported(frame: Frame, sources: Sequence[Source]) -> str | None:
    """The first source's sentence, reworded; the others must tell the same fact."""
    first, *others = sources
    if any(not tells_the_same(first.quote, other.quote) for other in others):
        return None
    return reported(first.quote, voice_of(frame, first.event), first.before)


def is_passed_on(frame: Frame, source: Source) -> bool:
    """Its words are introduced as somebody else's, or say "I" or "we" of somebody but their author."""
    voice = voice_of(frame, source.event)
    return are_introduced(source.quote, source.before, voice) or speaks_for_another(source.quote, voice, source.before)


def _said(frame: Frame, sources: Sequence[Source]) -> str | None:
    """Words that can't be turned with certainty, in quotation marks with who said them and when."""
    first, *others = sources
    voice = voice_of(frame, first.event)
    named = with_subject_named(first.quote, voice)
    words = with_single_quotation_marks(unlabelled(tidy(named or "")))
    if (
        voice.first_name is None
        or tells_what_you_did(words)
        or is_passed_on(frame, first)
        or any(not tells_the_same(words, other.quote) for other in others)
    ):
        return None
    if "“" in words or '"' in words:
        return None
    quoted = whole(words)
    if quoted is None:
        return None
    return f"{voice.first_name}, on {day_in_week(voice.day, frame.monday)}: “{quoted}”"


def _asked(frame: Frame, sources: Sequence[Source]) -> str | None:
    """What we need of the reader, and by when: "Revised budget sign-off, asked on 10 November."."""
    first, *others = sources
    if any(not same_request(first.quote, other.quote) for other in others):
        return None
    if are_under_an_introduction(first.before, voice_of(frame, first.event)):
        return None
    when = f"asked on {day_month(frame.day(first.event.occurred_at))}"
    thing = needed_thing(first.quote)
    dues = [_needed_by(frame, source) for source in sources]
    due = next((day for day in dues if day), None)
    if due and (thing or not dues[0]):  # a question that says by when is told with it
        when += f", needed by {full_day(due)}"
    if thing:
        thing = thing.strip()
        return f"{thing[0].upper()}{thing[1:]}, {when}."
    question = tidy(first.quote)
    turned = in_third_person(question, voice_of(frame, first.event), first.before)
    sentence = whole(dated(turned, voice_of(frame, first.event)) or turned) if turned else None
    if sentence is None:
        return None
    mark = "?" if first.quote.rstrip().endswith("?") else "."
    return f"{sentence.rstrip('.?!')}{mark} ({when})"


def _needed_by(frame: Frame, source: Source) -> date | None:
    by = needed_by(source.quote)
    return due_day(by, voice_of(frame, source.event)) if by else None


def _resolved(frame: Frame, sources: Sequence[Source]) -> str | None:
    """ "The conversion problem found on Wednesday is fixed.": a problem, and the later word that it is over."""
    if len(sources) != 2:
        return None
    problem, fix = sources
    topic = problem_topic(problem.quote)
    if not topic or not names_what_is_troubled(topic) or fix.event.occurred_at <= problem.event.occurred_at:
        return None
    if not settles(problem, fix) or any(is_passed_on(frame, source) for source in sources):
        return None
    return f"The {topic} found on {day_in_week(frame.day(problem.event.occurred_at), frame.monday)} is fixed."


def settles(problem: Source, fix: Source) -> bool:
    """The fix answers this problem: what was fixed is named in it, or both sentences tell of the same matter.

    A thread alone proves little; there a fix that names nothing ("fixed now") or shares a word is enough.
    """
    subject = resolved_subject(fix.quote)
    if subject is None or is_in_part(fix.quote):
        return False
    shared = content_words(problem.quote) & content_words(fix.quote)
    if problem.event.thread == fix.event.thread:
        return not content_words(subject) or bool(shared)
    return len(shared) >= 3 or bool(head_of(subject) & content_words(problem.quote))


# --- meetings ----------------------------------------------------------------------------------------------------


def _when(frame: Frame, event: Event, key: str = "starts_at") -> datetime | None:
    stamp = event.fields.get(key)
    return frame.local(datetime.fromisoformat(stamp)) if stamp else None


def _span_of_days(frame: Frame, event: Event) -> str | None:
    start = _when(frame, event)
    if start is None:
        return None
    if event.fields.get("all_day"):
        return full_day(start.date())
    return f"{full_day(start.date())}, {start:%H:%M}"


def _coming_meeting(frame: Frame, sources: Sequence[Source]) -> str | None:
    source = sources[0]
    when = _span_of_days(frame, source.event)
    title = _title(frame, source.quote)
    return f"{title}, {when}." if when and title else None


def _moved_meeting(frame: Frame, sources: Sequence[Source]) -> str | None:
    """Old and new time of a meeting, and in whose words the move was asked or announced, and confirmed."""
    meeting, *words = sources
    old, new = _when(frame, meeting.event, "previous_starts_at"), _when(frame, meeting.event)
    if old is None or new is None or old == new or not _title(frame, meeting.quote):
        return None
    if len(words) > 2 or any(not speaks_of_move(frame, meeting, word) for word in words):
        return None
    if len(words) == 2 and not confirms_move(words[0], words[1]):
        return None
    steps = []
    for position, word in enumerate(words):
        verb = ("asked" if asks_to_move(word.quote) else "announced") if position == 0 else "confirmed"
        sent_by = f" {way}" if (way := sent_by_of(word.event.platform)) else ""
        steps.append(f"{verb}{sent_by} on {day_in_week(frame.day(word.event.occurred_at), frame.monday)}")
    moved = f"{_title(frame, meeting.quote)}: {_old_and_new(old, new, bool(meeting.event.fields.get('all_day')))}"
    return ", ".join([moved, *steps]) + "."


def _old_and_new(old: datetime, new: datetime, all_day: bool) -> str:
    if old.date() == new.date() and not all_day:
        return f"{full_day(new.date())}, {old:%H:%M} → {new:%H:%M}"
    same_month = (old.year, old.month) == (new.year, new.month)
    before = f"{weekday(old.date())} {old.day}" if same_month else full_day(old.date())
    clock = "" if all_day or f"{old:%H:%M}" == f"{new:%H:%M}" else f", {new:%H:%M}"
    return f"{before} → {full_day(new.date())}{clock}"


def speaks_of_move(frame: Frame, meeting: Source, word: Source) -> bool:
    """The sentence tells of moving this meeting, and names no other day or hour than its old and new ones."""
    moments = [
        moment
        for moment in (_when(frame, meeting.event, "previous_starts_at"), _when(frame, meeting.event))
        if moment is not None
    ]
    times = {f"{moment.day}" for moment in moments}
    times |= {f"{moment:%H:%M}" for moment in moments} | {f"{moment.hour}" for moment in moments}
    return tells_of_moving(word.quote, word.event.title or "", meeting.quote, frozenset(times))


def confirms_move(first: Source, word: Source) -> bool:
    """Another's later word that agrees or tells the move as settled; a question or a "no" is neither."""
    return (
        word.event.author_name != first.event.author_name
        and word.event.occurred_at > first.event.occurred_at
        and agrees_to_move(word.quote)
    )


def _cancelled_meeting(frame: Frame, sources: Sequence[Source]) -> str | None:
    source = sources[0]
    when = _when(frame, source.event)
    if when is None or source.event.fields.get("status") != "cancelled" or not _title(frame, source.quote):
        return None
    return f"{_title(frame, source.quote)} of {full_day(when.date())} was cancelled."


def _title(frame: Frame, quote: str) -> str:
    """A meeting's title for its client, who needs no "Acme:" before it."""
    title = shortened(without_label_of(frame.client_name, tidy_title(quote)), _LONGEST_TITLE)
    return title[0].upper() + title[1:] if title else title


# --- pages -------------------------------------------------------------------------------------------------------


def _page_change(frame: Frame, sources: Sequence[Source]) -> str | None:
    """A `Label: value` line of a page, before and after an edit."""
    if len(sources) != 2:
        return None
    after, before = sources
    label, _, new = after.quote.partition(": ")
    old_label, _, old = before.quote.partition(": ")
    if not new or not old or label != old_label or new == old or after.event.event_id != before.event.event_id:
        return None
    page = f"{after.event.title}, {label[0].lower()}{label[1:]}" if after.event.title else label
    return f"{page[0].upper()}{page[1:]}: {old} → {new}."


SLOTS: dict[str, Callable[[Frame, Sequence[Source]], str | None]] = {
    "reported": _reported,
    "said": _said,
    "asked": _asked,
    "resolved": _resolved,
    "coming_meeting": _coming_meeting,
    "moved_meeting": _moved_meeting,
    "cancelled_meeting": _cancelled_meeting,
    "page_change": _page_change,
}


def worded(slot: str, frame: Frame, sources: Sequence[Source]) -> str | None:
    """The slot's text for these sources, or None where they don't carry it."""
    return SLOTS[slot](frame, sources) if sources else None
