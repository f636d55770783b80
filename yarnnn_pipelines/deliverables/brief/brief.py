"""The brief: what of a client's week may be said, sorted into the sections of a deliverable type.

Everything a client must not see is left behind here already, and the gate checks again. Selecting belongs here; merging
what was told twice is `merging`, what later words do to a sentence `later_words`, wording the writer's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType, SectionType
from yarnnn_pipelines.context.ceilings import MOST_STATEMENTS
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterSentence, LaterTurns
from yarnnn_pipelines.deliverables.brief.answered import answered_questions
from yarnnn_pipelines.deliverables.brief.candidates import (
    Candidate,
    Piece,
    kind_told,
    may_be_shown,
    not_shown,
    said_in,
    stated_in,
)
from yarnnn_pipelines.deliverables.brief.carried_over import Promises, asks_so_far, with_what_was_said_before
from yarnnn_pipelines.deliverables.brief.changed_since import Falling, changed_since
from yarnnn_pipelines.deliverables.brief.contradictions import Contradictions
from yarnnn_pipelines.deliverables.brief.earlier_issues import LastIssue, StruckWords
from yarnnn_pipelines.deliverables.brief.goals_and_people import goals, people
from yarnnn_pipelines.deliverables.brief.last_words import LastWords
from yarnnn_pipelines.deliverables.brief.later_words import LaterWords, settled_problems, told_with_the_fix
from yarnnn_pipelines.deliverables.brief.meetings import (
    announcing,
    by_who_invites,
    cancelled_meetings,
    coming_meetings,
    meetings_to_offer,
    moved_meetings,
    told_by_the_calendar,
)
from yarnnn_pipelines.deliverables.brief.merging import merged
from yarnnn_pipelines.deliverables.brief.numbers import with_values_before
from yarnnn_pipelines.deliverables.brief.reach import in_reach, share_left, weight_now
from yarnnn_pipelines.deliverables.brief.readers import Reader
from yarnnn_pipelines.deliverables.brief.remarks import Remark, remarks, worth_telling
from yarnnn_pipelines.deliverables.brief.spoken_again import SpokenAgain
from yarnnn_pipelines.deliverables.brief.weighing import Weighing
from yarnnn_pipelines.deliverables.claims import Verdict
from yarnnn_pipelines.deliverables.preferences.preference import Preferences
from yarnnn_pipelines.deliverables.slots.frame import Frame, frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.deliverables.week.common_words import telling
from yarnnn_pipelines.deliverables.week.unread import OUTWEIGHED, not_built, outweighed
from yarnnn_pipelines.english.likeness import content_words, same_fact
from yarnnn_pipelines.english.others_news import is_a_rivals, whose_news
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.sentences import Span, core
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.told_as import is_too_short


@dataclass(frozen=True)
class SetAside:
    """What would have been said, and what a later word, or a better sentence, does to it."""

    section: str
    candidate: Candidate
    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Brief:
    """Candidates per section id, best first.

    resolved: pairs of a problem with the word that it is over. left_out: per event id, why a sentence that carries
    something is no candidate, and of whatever its reader may not see that it is internal. not_read: a sentence for each
    ceiling that the week has reached. remarks: the sentences that may be worth a line, best first, told or not.
    """

    week: WeekContext
    frame: Frame
    sections: Mapping[str, tuple[Candidate, ...]]
    resolved: tuple[tuple[Piece, Piece], ...]
    set_aside: tuple[SetAside, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    not_read: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)  # that shape it, beside its type
    last_issue: LastIssue | None = None
    readers: tuple[Reader, ...] = ()
    struck_before: frozenset[StruckWords] = frozenset()
    # By first piece, why a candidate has a place that another of its weight had else.
    preferred: Mapping[tuple[str, int], str] = field(default_factory=dict)


def make_brief(week: WeekContext, kind: DeliverableType) -> Brief:
    """What a deliverable of this type may say of the week."""
    frame = frame_for(week)
    shown = [signal for signal in week.signals if may_be_shown(signal.event, kind)]
    signals = weightiest = _weightiest(shown, frame)
    events = [event for event in week.events if may_be_shown(event, kind)]
    meetings, of_strangers = by_who_invites([m for m in week.meetings if may_be_shown(m.event, kind)], week)
    moved = moved_meetings(meetings, signals, frame)
    spent = {piece.key for candidate in moved for piece in candidate.pieces}
    signals = [signal for signal in signals if (signal.event.event_id, signal.start) not in spent]
    stated, replaced = merged(stated_in(signals), frame)
    resolved = settled_problems(stated)
    standing, falling, left_out = _sorted_out(stated, replaced, resolved, moved, week, frame)
    standing, falling = changed_since(standing, falling, week.events, kind, frame)
    weighing, promises = Weighing(events, frame.client_id), Promises(week, kind, frame, stated)
    last_words = LastWords(weighing.conversations, frame)
    standing = promises.beside(last_words.standing(_not_of_third_parties(standing, frame)))
    still_open, promises_to_offer = promises.still_open()

    by_kind: dict[CandidateKind, list[Candidate]] = defaultdict(list, {"moved_meeting": moved})
    if "answer" in kind.section_of:
        answers = worth_telling(answered_questions(shown, weighing, week.client.id), weighing)
        standing = _not_told_so(standing, answers)
        by_kind["answer"] = last_words.standing(answers)
    for candidate in (*worth_telling(standing, weighing), *still_open):
        by_kind[kind_told(candidate)].append(candidate)
    by_kind["cancelled_meeting"] = cancelled_meetings(meetings)
    by_kind["coming_meeting"], called_off = coming_meetings(meetings, week, frame)
    falling += [(candidate, "stale", reason) for candidate, reason in called_off]
    plans = announcing(by_kind["commitment"], by_kind["coming_meeting"], frame)
    by_kind["commitment"] = [plan for plan in by_kind["commitment"] if plan not in plans]
    by_kind["page_change"] = _not_told(_last_changes(_page_changes(signals)), stated)
    asks, asks_to_offer = asks_so_far(signals, week, kind, frame)
    by_kind["ask"] = last_words.standing(worth_telling(asks, weighing))
    by_kind["goal"] = goals(events) if "goal" in kind.section_of else []
    by_kind["people"] = people(shown, frame) if "people" in kind.section_of else []
    by_kind["metric"] = _compared(by_kind["metric"], replaced, week, kind, frame)

    return Brief(
        week,
        frame,
        {section.id: _best_first(by_kind, section, frame) for section in kind.sections},
        tuple((problem.first, fix.first) for problem, fix in resolved),
        _set_aside(falling, kind),
        week.unread.reasons
        | {signal.event.event_id: _why_not_told(signal) for signal in _questions_first(week.signals)}
        | _outweighed(shown, weightiest)
        | _of_no_section(by_kind, kind)
        | left_out
        | {plan.first.event.event_id: "told_by_the_calendar" for plan in plans}
        | not_shown(week, kind)
        | {meeting.event.event_id: "invitation_by_a_stranger" for meeting in of_strangers},
        _not_read(week, frame, len(shown) - len(weightiest)),
        (
            *asks_to_offer,
            *promises_to_offer,
            *meetings_to_offer(by_kind["coming_meeting"], of_strangers, week, kind, frame),
            *remarks(weighing, weightiest, kind, frame, last_words.to_judge),
        ),
    )


def _outweighed(shown: Iterable[Signal], weightiest: Iterable[Signal]) -> dict[str, str]:
    weighed = {signal.event.event_id for signal in weightiest}
    return {signal.event.event_id: OUTWEIGHED for signal in shown if signal.event.event_id not in weighed}


def _not_read(week: WeekContext, frame: Frame, outweighed_count: int) -> tuple[str, ...]:
    """A sentence for each ceiling that was reached, and for weeks of a span that were never built."""
    said = list(week.unread.sentences())
    if week.not_built:
        said.append(not_built(week.not_built))
    if outweighed_count:
        said.append(outweighed(outweighed_count, "week" if frame.days.is_a_week else "time told of"))
    return tuple(said)


def _weightiest(signals: Sequence[Signal], frame: Frame) -> list[Signal]:
    """As many as are compared, in their order: the highest scores, and of equal ones the newest."""
    if len(signals) <= MOST_STATEMENTS:
        return list(signals)

    def weight(place: int) -> tuple[float, datetime]:
        signal = signals[place]
        return signal.score * share_left(signal.event.occurred_at, frame), signal.event.occurred_at

    by_weight = sorted(range(len(signals)), key=weight)
    return [signals[place] for place in sorted(by_weight[-MOST_STATEMENTS:])]


def _set_aside(falling: Iterable[Falling], kind: DeliverableType) -> tuple[SetAside, ...]:
    return tuple(
        SetAside(kind.section_of[candidate.kind], candidate, verdict, reason)
        for candidate, verdict, reason in falling
        if candidate.kind in kind.section_of
    )


def _sorted_out(
    stated: Sequence[Candidate],
    replaced: Sequence[tuple[Candidate, str]],
    resolved: Sequence[tuple[Candidate, Candidate]],
    moved: Sequence[Candidate],
    week: WeekContext,
    frame: Frame,
) -> tuple[list[Candidate], list[Falling], dict[str, str]]:
    """What stands of what people stated, what is set aside with verdict and reason, and what is left out and why.

    Also what was said where the client can't read may undo a sentence: leaving one out gives nothing away.
    """
    settled = {problem.first.key for problem, _ in resolved}
    repeated = {candidate.first.key for candidate in told_with_the_fix(resolved, stated)}
    standing: list[Candidate] = []
    contradictions = Contradictions(*with_what_was_said_before(week, stated), frame)
    falling: list[Falling] = []
    for candidate, newer in replaced:
        contradicted = contradictions.why(candidate)
        falling.append((candidate, "contradicted" if contradicted else "stale", contradicted or newer))
    left_out: dict[str, str] = {}
    of_the_calendar = told_by_the_calendar(stated, moved, frame)
    later = LaterWords(week.events, stated, frame)
    turns = LaterTurns(conversations(week.events, week.client.id))
    again = SpokenAgain(week.events)
    for candidate in stated:
        said = candidate.first
        if said.key in settled:
            left_out[said.event.event_id] = "settled"
        elif said.key in of_the_calendar:
            left_out[said.event.event_id] = "told_by_the_calendar"
        elif said.key in repeated:
            falling.append((candidate, "duplicate", "the same text tells this fix"))
        elif candidate.kind == "commitment" and (
            later.is_due(candidate) or later.is_kept(candidate) or again.dealt_with(candidate)
        ):
            left_out[said.event.event_id] = "kept_or_due"
        elif reason := contradictions.why(candidate):
            falling.append((candidate, "contradicted", reason))
        elif reason := (
            later.taken_back(candidate)
            or later.overtaken(candidate)
            or contradictions.closed(candidate)
            or again.in_doubt(candidate, frame)
        ):
            falling.append((candidate, "stale", reason))
        elif after := _overtaken_in_talk(candidate, turns):
            words = said_in(after.event, after.words, frame)
            falling.append((candidate, "stale", f"its conversation goes on, {words}"))
            if ended := _ended(candidate, after, turns):
                standing.append(ended)
        elif unread := _left_in_doubt(candidate, turns):
            words = said_in(unread.event, unread.words, frame)
            falling.append((candidate, "stale", f"a later word on it may say otherwise, {words}"))
        else:
            standing.append(contradictions.with_value_before(candidate))
    with_their_trouble = {candidate.first.key for candidate in standing if candidate.ends}
    standing = [one for one in standing if one.ends or one.first.key not in with_their_trouble]
    return standing, falling, left_out


def _not_of_third_parties(standing: Sequence[Candidate], frame: Frame) -> list[Candidate]:
    """Without what somebody brought out whom neither side knows: "Apache released 2.4.6" is for a reviewer."""
    known = {word.casefold() for name in (*frame.people, *frame.own_names) for word in name.split()}

    def is_a_third_partys(name: str | None) -> bool:
        words = (name or "").split()
        return bool(words) and known.isdisjoint(map(str.casefold, words)) and telling(words[0].casefold()) != "common"

    quotes = [(candidate, candidate.first.quote) for candidate in standing]
    return [one for one, quote in quotes if not (is_a_rivals(quote) or is_a_third_partys(whose_news(quote)))]


def _not_told_so(standing: Sequence[Candidate], answers: Sequence[Candidate]) -> list[Candidate]:
    """Without the sentences that answer a question, which are told, or offered, beside it."""
    told = {candidate.first.key for candidate in answers}
    return [candidate for candidate in standing if candidate.first.key not in told]


def _ended(candidate: Candidate, after: LaterSentence[Event], turns: LaterTurns[Event]) -> Candidate | None:
    """What says that a trouble is over, beside the trouble, where its talk tells of no other."""
    place = core(after.event.text, Span(after.start, after.end))
    if candidate.kind != "risk" or place is None or not says_it_is_over(after.words):
        return None
    if not turns.is_only_trouble(candidate.first.event.event_id, candidate.first.start, after.event.event_id):
        return None
    return Candidate("done", (Piece(after.event, *place),), candidate.score, ends=candidate.first)


def _overtaken_in_talk(candidate: Candidate, turns: LaterTurns[Event]) -> LaterSentence[Event] | None:
    """By the latest of what tells it: an older piece may have been overtaken and said again."""
    newest = max(candidate.pieces, key=lambda piece: (piece.event.occurred_at, piece.start))
    return turns.overtaking(newest.event.event_id, newest.start, newest.end)


def _left_in_doubt(candidate: Candidate, turns: LaterTurns[Event]) -> LaterSentence[Event] | None:
    newest = max(candidate.pieces, key=lambda piece: (piece.event.occurred_at, piece.start))
    return turns.leaving_in_doubt(newest.event.event_id, newest.start, newest.end)


def _best_first(
    by_kind: Mapping[CandidateKind, Sequence[Candidate]], section: SectionType, frame: Frame
) -> tuple[Candidate, ...]:
    taken = in_reach((one for kind in section.takes for one in by_kind.get(kind, ())), section, frame)
    return tuple(sorted(taken, key=lambda one: (-weight_now(one, frame), *one.first.place_in_time)))


def _compared(
    numbers: Sequence[Candidate],
    replaced: Sequence[tuple[Candidate, str]],
    week: WeekContext,
    kind: DeliverableType,
    frame: Frame,
) -> list[Candidate]:
    """Each number with the value that was stated before, in the span or in the time before it, where the type asks."""
    if not kind.compares_numbers:
        return list(numbers)
    before = week.before
    signals = [signal for signal in before.signals if may_be_shown(signal.event, kind)] if before else []
    earlier = [*stated_in(_weightiest(signals, frame)), *(candidate for candidate, _ in replaced)]
    events = [*(before.events if before else ()), *week.events]
    return with_values_before(numbers, earlier, LaterWords(events, earlier, frame), frame)


def _of_no_section(by_kind: Mapping[CandidateKind, Sequence[Candidate]], kind: DeliverableType) -> dict[str, str]:
    """Events whose candidates no section of this type takes."""
    return {
        candidate.first.event.event_id: "of_no_section"
        for name, candidates in by_kind.items()
        if name not in kind.section_of
        for candidate in candidates
    }


# --- what people stated ------------------------------------------------------------------------------------------


def _why_not_told(signal: Signal) -> str:
    """The reason that holds where nothing else is known of a sentence that carries something."""
    if signal.event.kind == "page":
        return "page_text"
    if signal.signal == "question":
        return "answered_or_not_for_the_reader" if signal.event.author_is_us else "question_to_us"
    return "too_short" if is_too_short(signal.signal, signal.text) else "not_worth_a_line"


def _questions_first(signals: Iterable[Signal]) -> list[Signal]:
    """So that what an event states decides under which reason it is counted, and not what it asks besides."""
    return sorted(signals, key=lambda signal: signal.signal != "question")


# --- pages -------------------------------------------------------------------------------------------------------


def _not_told(pages: Iterable[Candidate], stated: Sequence[Candidate]) -> list[Candidate]:
    """The edits of which nobody told in words, with both numbers."""
    index = SharedWords()
    for place, candidate in enumerate(stated):
        index.add(place, content_words(candidate.first.quote))
    not_told = []
    for page in pages:
        after, before = page.pieces
        line = f"{after.event.title or ''} {after.quote}, {before.quote}"
        places = index.places(content_words(line), at_least=2)
        if not any(same_fact(line, stated[place].first.quote) for place in places):
            not_told.append(page)
    return not_told


def _page_changes(signals: Iterable[Signal]) -> list[Candidate]:
    changes = []
    for signal in signals:
        if signal.signal == "change" and signal.event.kind == "page" and "previous_version" in signal.fields:
            before = replace(signal.event, version=signal.fields["previous_version"], text=_padded(signal))
            if at := signal.fields.get("previous_at"):  # those of an earlier yarnnn have none
                before = replace(before, occurred_at=datetime.fromisoformat(at))
            pieces = (
                Piece(signal.event, signal.start, signal.end),
                Piece(before, signal.fields["previous_start"], signal.fields["previous_end"]),
            )
            changes.append(Candidate("page_change", pieces, signal.score))
    return changes


def _last_changes(changes: Sequence[Candidate]) -> list[Candidate]:
    """Of several edits of one line of a page, in different weeks of a span, the last."""
    last: dict[tuple[str, str], Candidate] = {}
    for change in sorted(changes, key=lambda one: one.first.place_in_time):
        page, line = change.first.event.event_id.rpartition("@")[0], change.first.quote.partition(": ")[0]
        last[page or change.first.event.event_id, line] = change
    return [change for change in changes if change in last.values()]


def _padded(signal: Signal) -> str:
    """As much of the page's earlier text as the signal carries: the changed line, at its own offsets."""
    label: str = signal.fields["label"]
    line: str = f"{label}: {signal.fields['old']}" if label else signal.fields["old"]
    before: int = signal.fields["previous_start"]
    return " " * before + line
