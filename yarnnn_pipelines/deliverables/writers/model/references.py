"""What in a part of a week refers to something elsewhere in it: a question to its answer, a conversation to another one
on the same document, ticket or subject.

By the rule for answers of both sides (`context.answers`), and by what two texts can only mean as one
(`english.identifiers`). Turns of one conversation need no such note: they stand in order. How a note is shown is
`blocks`'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.dialogue import asks
from yarnnn_pipelines.english.identifiers import hard_keys, quoted_titles
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.requests import matter_of
from yarnnn_pipelines.english.rhetorical import is_rhetorical
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.subjects import without_marks

_FEWEST_WORDS = 2  # content words of a question that is looked for elsewhere
_MOST_SHARING = 4  # conversations; what more of them name, such as a project's page, joins none
_MOST_NAMED = 3  # other conversations in one heading
_SHORTEST_TITLE = 8  # characters; less may be quoted by chance

Key = tuple[str, str]


def answers_elsewhere(conversations: Sequence[Sequence[Event]], frame: Frame) -> dict[str, list[str]]:
    """By the id of an event that asks, the ids of those that answer it in another of these conversations, and name
    something of its matter: what only stands where an answer would is no help there."""
    place = {event.event_id: number for number, talk in enumerate(conversations) for event in talk}
    events = [event for talk in conversations for event in talk]
    answers = Answers(events, frame.first_names_of_sides)
    found: dict[str, list[str]] = {}
    for event in events:
        if event.kind in WITHOUT_TURNS:
            continue
        replies = [(answers.to(event, question), matter_of(question)) for question in _questions(event)]
        elsewhere = [
            reply.event_id
            for reply, matter in replies
            if reply and place[reply.event_id] != place[event.event_id] and matter & content_words(reply.text)
        ]
        if elsewhere:
            found[event.event_id] = list(dict.fromkeys(elsewhere))
    return found


def _questions(event: Event) -> Iterator[str]:
    for sentence in sentences_of(event.text):
        if asks(sentence) and not is_rhetorical(sentence) and len(matter_of(sentence)) >= _FEWEST_WORDS:
            yield sentence


def same_things(conversations: Sequence[Sequence[Event]]) -> dict[int, dict[int, str]]:
    """By a conversation's place those of others that are on the same thing, each with the kind of thing."""
    titles = {title for talk in conversations for event in talk if (title := _title(event))}
    naming: dict[Key, list[int]] = defaultdict(list)
    for number, talk in enumerate(conversations):
        for key in sorted({key for event in talk for key in _keys(event, titles)}):
            naming[key].append(number)
    others: dict[int, dict[int, str]] = defaultdict(dict)
    for (kind, _), places in naming.items():
        for place in places if 1 < len(places) <= _MOST_SHARING else ():
            for other in places:
                if other != place and len(others[place]) < _MOST_NAMED:
                    others[place].setdefault(other, kind)
    return others


def _keys(event: Event, titles: set[str]) -> Iterator[Key]:
    """What it names, is, and is called."""
    yield from hard_keys(event.text)
    if event.kind in WITHOUT_TURNS:
        yield from hard_keys(event.permalink or "")
    if title := _title(event):
        yield "subject", title
        yield from hard_keys(event.title or "")
    yield from (("subject", quoted) for quoted in quoted_titles(event.text) if quoted in titles)


def _title(event: Event) -> str | None:
    """The title of a mail or page, as two of them compare; a meeting's comes again each week."""
    title = " ".join(without_marks(event.title or "").split()).casefold().strip(" .,:;!?")
    return title if event.kind != "meeting" and len(title) >= _SHORTEST_TITLE else None


def in_words(others: Mapping[int, str], ids: Sequence[str]) -> str:
    """ "see also c3: same document"."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for place, kind in sorted(others.items()):
        by_kind[kind].append(ids[place])
    return "; ".join(f"see also {' and '.join(named)}: same {kind}" for kind, named in by_kind.items())
