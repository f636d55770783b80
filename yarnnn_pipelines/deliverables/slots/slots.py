"""Slots: the wordings that the system may publish by itself, each a function of stored evidence alone.

The writer calls a slot to word a claim and the gate calls it again on what it re-read, and compares; so nothing that a
slot says can come from anywhere but its sources. Which facts are worth a claim is `brief`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.slots.changed import changed, otherwise
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, speaker, voice_of
from yarnnn_pipelines.deliverables.slots.measured import measured
from yarnnn_pipelines.deliverables.slots.passed_on import (
    are_their_own_words,
    is_in_doubt,
    is_passed_on,
    may_be_anothers_deed,
)
from yarnnn_pipelines.deliverables.slots.promised import OF_PROMISES
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.answers import tells_the_answer
from yarnnn_pipelines.english.by_when import needed_by
from yarnnn_pipelines.english.days import (
    dated,
    day_in_week,
    day_month,
    due_day,
    full_day,
    full_days,
    names_day,
    weekday,
)
from yarnnn_pipelines.english.goals import goals_on_page, states_a_goal
from yarnnn_pipelines.english.introductions import are_under_an_introduction
from yarnnn_pipelines.english.likeness import content_words, same_request, tells_the_same
from yarnnn_pipelines.english.meetings import agrees_to_move, asks_to_move, tells_of_moving
from yarnnn_pipelines.english.mentions import with_subject_named
from yarnnn_pipelines.english.overtaking import ends
from yarnnn_pipelines.english.requests import needed_thing
from yarnnn_pipelines.english.results import is_in_part, resolved_subject
from yarnnn_pipelines.english.rewording import (
    in_third_person,
    quotable,
    reported,
    shortened,
    tells_what_you_did,
    tidy,
    tidy_title,
    unlabelled,
    whole,
    with_single_quotation_marks,
    without_label_of,
)
from yarnnn_pipelines.english.statement import ASKED_UNMARKED
from yarnnn_pipelines.english.things import may_be_shared, things_named
from yarnnn_pipelines.english.troubles import head_of, names_what_is_troubled, problem_topic
from yarnnn_pipelines.sources.registry import sent_by_of

MOST_PEOPLE = 8  # of one side
_LONGEST_TITLE = 120  # characters of a meeting's
_LONGEST_TOPIC = 200  # characters of a trouble that stands before the word that it is over


# --- what someone said -------------------------------------------------------------------------------------------


def _reported(frame: Frame, sources: Sequence[Source]) -> str | None:
    """The first source's sentence, reworded; the others must tell the same fact."""
    first, *others = sources
    if any(not tells_the_same(first.quote, other.quote) for other in others):
        return None
    return reported(first.quote, voice_of(frame, first.event), first.before)


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
    return f"{voice.first_name}, on {day_in_week(voice.day, frame.week_start)}: “{quoted}”"


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
    due = next((day for day in reversed(dues) if day), None)
    is_put_off = due is not None and dues[0] not in (None, due)
    if due and (thing or is_put_off or not dues[0]):  # a question that says by when is told with it
        when += f", needed by {full_day(due)}"
    if thing:
        thing = thing.strip()
        return f"{thing[0].upper()}{thing[1:]}, {when}."
    question = tidy(first.quote)
    if is_put_off and (by_when := needed_by(question)):
        question = question.replace(f" {by_when}", "", 1)
    turned = in_third_person(question, voice_of(frame, first.event), first.before)
    sentence = whole(dated(turned, voice_of(frame, first.event)) or turned) if turned else None
    if sentence is None:
        return None
    mark = "?" if first.quote.rstrip().endswith("?") or ASKED_UNMARKED.match(question) else "."
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
    return f"The {topic} found on {day_in_week(frame.day(problem.event.occurred_at), frame.week_start)} is fixed."


def settles(problem: Source, fix: Source) -> bool:
    """The fix answers this problem: what was fixed is named in it, or both sentences tell of the same matter.

    A thread alone proves little; there a fix that names nothing ("fixed now") or shares a word is enough.
    """
    return not is_in_part(fix.quote) and mends(problem, fix)


def mends(problem: Source, fix: Source) -> bool:
    """The fix answers this problem, or a part of it."""
    subject = resolved_subject(fix.quote)
    if subject is None:
        return False
    shared = content_words(problem.quote) & content_words(fix.quote)
    if problem.event.thread == fix.event.thread:
        return not content_words(subject) or bool(shared)
    things = things_named(subject), things_named(problem.quote)
    heads = head_of(subject) & content_words(problem.quote)
    return len(shared) >= 3 or any(may_be_shared(head, *things) for head in heads)


def _goal(frame: Frame, sources: Sequence[Source]) -> str | None:
    """A goal as somebody states it, or as a line of a page does, with the day of the words."""
    if len(sources) != 1:
        return None
    (source,) = sources
    if source.event.kind != "page":
        return _dated(frame, sources) if states_a_goal(source.quote) else None
    under_a_heading = [source.event.text[slice(*span)] for span in goals_on_page(source.event.text)]
    return whole(tidy(source.quote)) if source.quote in under_a_heading else None


def is_theirs(frame: Frame, event: Event) -> bool:
    """Whether one of the client's people wrote it."""
    return not event.author_is_us and event.author_client_id == frame.client_id


def _people(frame: Frame, sources: Sequence[Source]) -> str | None:
    """Who of one side works on it, with roles as in yarnnn.yaml: "For Acme: Dana Reyes, Head of Marketing."."""
    if any(speaker(frame, source.event) != (source.event.author_name, False) for source in sources):
        return None  # somebody else signed it
    names = [source.event.author_name for source in sources]
    roles = dict(frame.roles)
    told = [f"{name}, {roles[name]}" if name in roles else name for name in names if name is not None]
    if len(set(names)) < len(sources) or len(told) < len(sources) or len(told) > MOST_PEOPLE:
        return None
    if all(is_theirs(frame, source.event) for source in sources):
        side = f"For {frame.client_name}"
    elif all(source.event.author_is_us for source in sources):
        side = "For us"
    else:
        return None
    return f"{side}: {'; '.join(told)}."


def _answered(frame: Frame, sources: Sequence[Source]) -> str | None:
    """An answer of ours and the client's question: "Dana asked on Monday: “Is it live?” Mia: “It is, since noon.”"."""
    if len(sources) != 2:
        return None
    answer, question = sources
    ours, theirs = voice_of(frame, answer.event), voice_of(frame, question.event)
    if not ours.is_us or theirs.is_us or not theirs.is_client or ours.first_name is None or theirs.first_name is None:
        return None
    if answer.event.occurred_at <= question.event.occurred_at or not tells_the_answer(answer.quote, question.quote):
        return None
    if not are_their_own_words(frame, sources):
        return None
    asked, told = quotable(question.quote), quotable(answer.quote)
    if asked is None or told is None or not question.quote.rstrip().endswith("?"):
        return None
    day = day_in_week(theirs.day, frame.week_start)
    return f"{theirs.first_name} asked on {day}: “{asked.rstrip('.?!')}?” {ours.first_name}: “{told}”"


def _ended(frame: Frame, sources: Sequence[Source]) -> str | None:
    """A trouble and the later word of its talk that it is over, which need not name it: "Dana reported on Monday: “The
    export fails.” Mia, on Friday: “We fixed this in 3.2.”"."""
    if len(sources) != 2:
        return None
    over, trouble = sources
    later, earlier = voice_of(frame, over.event), voice_of(frame, trouble.event)
    if later.first_name is None or earlier.first_name is None or len(trouble.quote) > _LONGEST_TOPIC:
        return None
    if over.event.occurred_at <= trouble.event.occurred_at or not ends(over.quote, trouble.quote):
        return None
    if not are_their_own_words(frame, sources):
        return None
    reported_words, told = quotable(trouble.quote), quotable(over.quote)
    if reported_words is None or told is None or tells_what_you_did(told):
        return None
    days = [day_in_week(voice.day, frame.week_start) for voice in (earlier, later)]
    return f"{earlier.first_name} reported on {days[0]}: “{reported_words}” {later.first_name}, on {days[1]}: “{told}”"


# --- meetings ----------------------------------------------------------------------------------------------------


def _when(frame: Frame, event: Event, key: str = "starts_at") -> datetime | None:
    stamp = event.fields.get(key)
    return frame.local(datetime.fromisoformat(stamp)) if stamp else None


def _span_of_days(frame: Frame, event: Event) -> str | None:
    start = _when(frame, event)
    if start is None:
        return None
    if event.fields.get("all_day"):
        end = _when(frame, event, "ends_at") or start
        return full_days(start.date(), (end - timedelta(seconds=1)).date())
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
        steps.append(f"{verb}{sent_by} on {day_in_week(frame.day(word.event.occurred_at), frame.week_start)}")
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


def _dated(frame: Frame, sources: Sequence[Source]) -> str | None:
    """A sentence with the day on which it was first said, unless it names that day: "Checkout works (12 October)."."""
    sentence = _reported(frame, sources)
    if sentence is None:
        return None
    day = day_month(min(frame.day(source.event.occurred_at) for source in sources))
    return sentence if names_day(sentence, day) else f"{sentence.rstrip('.')} ({day})."


SLOTS: dict[str, Callable[[Frame, Sequence[Source]], str | None]] = {
    "reported": _reported,
    "said": _said,
    "asked": _asked,
    "resolved": _resolved,
    "coming_meeting": _coming_meeting,
    "moved_meeting": _moved_meeting,
    "cancelled_meeting": _cancelled_meeting,
    "page_change": _page_change,
    "dated": _dated,
    "measured": measured,
    "goal": _goal,
    "people": _people,
    **OF_PROMISES,
    "changed": changed,
    "otherwise": otherwise,
    "answered": _answered,
    "ended": _ended,
}

# What the slots tell that speak of one kind of thing alone.
KIND_OF: Mapping[str, CandidateKind] = {
    "asked": "ask",
    "resolved": "done",
    "ended": "done",
    "moved_meeting": "moved_meeting",
    "cancelled_meeting": "cancelled_meeting",
    "coming_meeting": "coming_meeting",
    "page_change": "page_change",
    "goal": "goal",
    "people": "people",
    "answered": "answer",
}


def worded(slot: str, frame: Frame, sources: Sequence[Source]) -> str | None:
    """The slot's text for these sources, or None where they don't carry it, or one of them may be another's words, or
    tell another's deed."""
    if not sources or any(is_in_doubt(frame, source) or may_be_anothers_deed(frame, source) for source in sources):
        return None
    return SLOTS[slot](frame, sources)
