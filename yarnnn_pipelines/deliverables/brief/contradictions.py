"""Two current statements that give one thing two days: neither is told, both are shown, and a person decides.

Whoever names another day without a word of a move, and in another thread, may not know of the first. The same author's
later word simply takes the place of the earlier (`later_words`), and so does one that tells of a move. Of a page the
lines that set a day are read, as they stand last. The gate asks the same of what it has read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from yarnnn_pipelines.context.promises import due_of, is_of_one_matter
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, said_in
from yarnnn_pipelines.deliverables.slots.frame import Frame, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.days import due_day, full_day
from yarnnn_pipelines.english.keeping import matter_of_a_plan
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.states import says_it_moves

DATED = ("commitment", "change", "decision")  # kinds that set a day
# A line of a page that sets a day, by its label: "Launch: 12 May", "| Launch date | 12 May |".
_LINE = re.compile(r"(?m)^[\s>*|•-]*(?P<label>[^:|\n]{2,60}?)\s*[:|]\s*(?P<value>[^|\n]{3,60}?)[\s|]*$")
_OWN_DEED = re.compile(r"(?i)\s*I\b")  # what one will do oneself is no other's plan
_NO_LABEL = content_words("date day deadline due when starts planned scheduled until by")


class Contradictions:
    """stated: the statements of a week, and those before it as far as they are known; events: where they stand."""

    def __init__(self, events: Sequence[Event], stated: Iterable[Candidate], frame: Frame) -> None:
        self._frame = frame
        self._dated = [one for one in stated if one.kind in DATED and due_of(frame, one.first.source)]
        self._by_word = SharedWords()
        for place, one in enumerate(self._dated):
            self._by_word.add(place, content_words(one.first.quote))
        self._lines = list(_lines_with_a_day(events, frame))

    def why(self, candidate: Candidate) -> str | None:
        """What another says of the same thing, and which of the two is proposed."""
        said = candidate.first
        if candidate.kind not in DATED or due_of(self._frame, said.source) is None:
            return None
        if not self._is_current(said):
            return None
        for other in self._near(said):
            if self._contradict(said, other) and self._is_current(other):
                return self._proposed(said, other)
        return self._against_a_page(said)

    def _near(self, said: Piece) -> Iterator[Piece]:
        for place in sorted(self._by_word.places(content_words(said.quote))):
            yield self._dated[place].first

    def _is_current(self, said: Piece) -> bool:
        """Neither its author nor anybody who tells of a move has given another day since."""
        return not any(
            later.place_in_time > said.place_in_time
            and (later.event.author_name == said.event.author_name or _tells_of_a_move(later))
            and is_of_one_matter(later.quote, said.quote)
            for later in self._near(said)
        )

    def _contradict(self, one: Piece, other: Piece) -> bool:
        older, newer = sorted((one, other), key=lambda piece: piece.place_in_time)
        if older.event.author_name == newer.event.author_name or _tells_of_a_move(newer):
            return False
        if older.event.thread == newer.event.thread or _OWN_DEED.match(newer.quote):
            return False
        days = due_of(self._frame, older.source), due_of(self._frame, newer.source)
        return days[0] != days[1] and is_of_one_matter(newer.quote, older.quote)

    def _proposed(self, said: Piece, other: Piece) -> str:
        older, newer = sorted((said, other), key=lambda piece: piece.place_in_time)
        if older.event.author_is_us == newer.event.author_is_us:
            governing, why = newer, "it was said later"
        else:
            governing, why = (newer if older.event.author_is_us else older), "it is the client's own word"
        due = due_of(self._frame, governing.source)
        return self._told(other.event, other.quote, due, why)

    def _against_a_page(self, said: Piece) -> str | None:
        due, matter = due_of(self._frame, said.source), matter_of_a_plan(said.quote)
        if _tells_of_a_move(said) or not matter:
            return None
        for event, line, label, day in self._lines:
            if day != due and label and label <= matter <= label | content_words(event.title or ""):
                why = "a dated word goes above a page" if event.occurred_at <= said.event.occurred_at else ""
                return self._told(event, line, due if why else day, why or "the page was edited later")
        return None

    def _told(self, other: Event, words: str, governing: date | None, why: str) -> str:
        proposed = f"proposed is {full_day(governing)}, since {why}" if governing else "neither is proposed"
        where = f"the page “{other.title}” " if other.kind == "page" and other.title else ""
        return f"{where}gives another day, {said_in(other, words, self._frame)}; {proposed}: ask which holds"


def _tells_of_a_move(piece: Piece) -> bool:
    return says_it_moves(piece.quote) or old_and_new(piece.quote) is not None


def _lines_with_a_day(events: Sequence[Event], frame: Frame) -> Iterator[tuple[Event, str, frozenset[str], date]]:
    """Of each page as it stands last: the line, what its label names, and its day."""
    last: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
        if event.kind == "page":
            last[event.event_id.rpartition("@")[0] or event.event_id] = event
    for page in last.values():
        for line in _LINE.finditer(page.text):
            day = due_day(line["value"], voice_of(frame, page))
            if day is not None:
                yield page, line[0].strip(), content_words(line["label"]) - _NO_LABEL, day
