"""Which turn of a thread or channel a later turn denies or withdraws, without naming what it speaks of.

Whether words deny is `english.denials`; words that name what they take back are `taken_back`. Here is only whom they
answer: in a thread the last turn before them that stated something, loose in a channel the one right above or the
author's own last.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from yarnnn_pipelines.context.turns import WITHOUT_TURNS, Said
from yarnnn_pipelines.english.chat_corrections import may_correct_the_message_before
from yarnnn_pipelines.english.denials import (
    denies_what_was_said,
    names_own_message,
    relents,
    withdraws_the_last_message,
    withdraws_what_was_said,
)
from yarnnn_pipelines.english.harmless_negations import speaks_of_its_own_message
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.next_words import asks_whether_it_is_undone, turns_it
from yarnnn_pipelines.english.sentences import sentences, sentences_of

_LOOSE_WITHIN = timedelta(hours=12)  # a loose message answers what was said in the channel that day
_SENTENCES_READ = 4  # of a reply; further down it speaks of what it says itself
_WORDS_OF_ITS_OWN = 4  # content words before the denial, from which on it speaks of them
_TURNED = 6  # sentences of a message that a short word below it may turn
_TURNS_BACK = 6  # in a thread; turns that state nothing stand between a statement and its denial
_WORDS_OF_A_QUESTION = 2
_NO = re.compile(r"(?i)^\W*(?:no|nope|nah|nein)\b[\s,;:.!–—-]*")
_HEAD = 1_000  # characters of a turn in which its first sentences lie


@dataclass(frozen=True)
class Denial:
    """withdraws: the words are to be unsaid, whether true or not; else the state they tell is denied. corrects: a word
    of them is another. turns: it has no subject of its own; which sentence above it turns is to be asked of each."""

    event: Said
    words: str
    withdraws: bool
    corrects: bool = False
    turns: bool = False


def denials_by_event(events: Sequence[Said], stating: Set[str]) -> dict[str, list[Denial]]:
    """Denials per event id of what they answer.

    events: in the order of time; stating: ids of the events that state something.
    """
    threads: dict[str, list[Said]] = defaultdict(list)
    channels: dict[str, list[Said]] = defaultdict(list)
    for event in events:
        if event.kind not in WITHOUT_TURNS:
            threads[event.thread].append(event)
    for turns in threads.values():
        if len(turns) == 1 and turns[0].kind == "message" and turns[0].container_id:
            channels[turns[0].container_id].append(turns[0])
    denied: dict[str, list[Denial]] = defaultdict(list)
    for turns in threads.values():
        _note(turns, stating, denied, is_loose=False)
    for turns in channels.values():
        _note(sorted(turns, key=lambda turn: turn.occurred_at), stating, denied, is_loose=True)
    _note_last_messages(events, stating, denied)
    return denied


def _note_last_messages(events: Sequence[Said], stating: Set[str], denied: dict[str, list[Denial]]) -> None:
    """ "Please disregard my previous mail": its author's last one, in whichever thread."""
    last: dict[tuple[str, str | None], Said] = {}
    for event in events:
        before = last.get((event.kind, event.author_name))
        if before is not None and before.event_id in stating:
            for span in islice(sentences(event.text[:_HEAD]), _SENTENCES_READ):
                words = event.text[span.start : span.end]
                if withdraws_the_last_message(words):
                    denied[before.event_id].append(Denial(event, words, withdraws=True))
        last[event.kind, event.author_name] = event


def _note(turns: Sequence[Said], stating: Set[str], denied: dict[str, list[Denial]], *, is_loose: bool) -> None:
    last_of: dict[str | None, tuple[Said, list[Denial]]] = {}  # by author: what they denied last, and their denials
    for place, event in enumerate(turns):
        if event.event_id not in stating and _grants(event, last_of.get(event.author_name)):
            right, granted = last_of.pop(event.author_name)
            denied[right.event_id] = [one for one in denied[right.event_id] if one not in granted]
            continue
        if may_correct_the_message_before(event.text):
            corrected = _own_before(place, turns)
            if corrected is not None and corrected.event_id in stating:
                denied[corrected.event_id].append(Denial(event, event.text.strip(), withdraws=True, corrects=True))
            continue
        if place and only_says_no_to(turns[place - 1], event):
            continue
        answered = _answered(place, turns, stating, is_loose=is_loose)
        if answered is None:
            continue
        is_anothers = answered.author_name != event.author_name
        if is_anothers and speaks_of_its_own_message(event.text):
            continue
        for denial in (*_denials_in(event), *_turnings_of(event, answered)):
            if is_anothers and names_own_message(denial.words):
                continue
            denied[answered.event_id].append(denial)
            before, denials = last_of.get(event.author_name, (answered, []))
            last_of[event.author_name] = (answered, [*(denials if before is answered else []), denial])


def only_says_no_to(asking: Said, event: Said) -> bool:
    """ "No, it's up" to "Did you take it down again?" denies what was asked, and not what was told."""
    no = _NO.match(event.text)
    if no is None or asking.author_name == event.author_name or not asks_whether_it_is_undone(asking.text):
        return False
    rest = sentences_of(event.text[no.end() :])
    return bool(rest) and not any(denies_what_was_said(words) or withdraws_what_was_said(words) for words in rest)


def _grants(event: Said, last: tuple[Said, list[Denial]] | None) -> bool:
    """Whoever denied another's words says that they are right, or takes the denial back: "Never mind, it's there"."""
    if last is None:
        return False
    answered, denials = last
    if any(denial.corrects or denial.withdraws for denial in denials):
        return False
    is_anothers = answered.author_name != event.author_name
    return relents(event.text) or (is_anothers and any(denial.withdraws for denial in _denials_in(event)))


def _denials_in(event: Said) -> Iterator[Denial]:
    """The sentences at the head of a turn that deny or withdraw, up to where it has a matter of its own."""
    own = 0
    for span in islice(sentences(event.text[:_HEAD]), _SENTENCES_READ):
        words = event.text[span.start : span.end]
        withdraws = withdraws_what_was_said(words)
        if withdraws or denies_what_was_said(words):
            yield Denial(event, words, withdraws)
            continue
        own += len(content_words(words))
        if own >= _WORDS_OF_ITS_OWN:
            return


def _turnings_of(event: Said, answered: Said) -> Iterator[Denial]:
    """The whole message, where it turns a sentence of what it answers."""
    if any(turns_it(event.text, said) for said in islice(sentences_of(answered.text), _TURNED)):
        yield Denial(event, event.text.strip(), withdraws=False, turns=True)


def _own_before(place: int, turns: Sequence[Said]) -> Said | None:
    """The last turn of the same author, if it is not too far above and not too old."""
    event = turns[place]
    for earlier in reversed(turns[max(0, place - _TURNS_BACK) : place]):
        if earlier.author_name == event.author_name:
            return earlier if event.occurred_at - earlier.occurred_at <= _LOOSE_WITHIN else None
    return None


def _answered(place: int, turns: Sequence[Said], stating: Set[str], *, is_loose: bool) -> Said | None:
    """The turn that a denial at this place speaks of."""
    event = turns[place]
    is_above = True  # nothing but words of assent stands between
    for earlier in reversed(turns[max(0, place - _TURNS_BACK) : place]):
        if is_loose and event.occurred_at - earlier.occurred_at > _LOOSE_WITHIN:
            return None
        is_own = earlier.author_name == event.author_name
        if earlier.event_id in stating and (is_above or is_own or not is_loose):
            return earlier
        if is_above and not is_own and earlier.text.rstrip().endswith("?") and has_a_matter(earlier):
            return None  # it answers that question
        is_above = is_above and len(content_words(earlier.text)) < _WORDS_OF_ITS_OWN
    return None


def has_a_matter(question: Said) -> bool:
    """ "Is the blog live too?" has one, "Really?" and "Did it?" have none."""
    return len(content_words(question.text)) >= _WORDS_OF_A_QUESTION
