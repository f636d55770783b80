"""What of a client's week lies beyond a ceiling and was not read, in the words of every account of it.

How high the ceilings are is `context.ceilings`, of a sentence `english.sentences`; what a platform did not hand over is
`supervision.completeness`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from yarnnn_pipelines.context.ceilings import MOST_MEETINGS, MOST_OF_A_TEXT, MOST_OF_A_WEEK, MOST_STATEMENTS
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.english.days import day_month
from yarnnn_pipelines.english.sentences import LONGEST_SENTENCE
from yarnnn_pipelines.sources.registry import label_of

NOT_READ = "not_read"  # the reasons under which such items are counted
READ_IN_PART = "read_in_part"
OUTWEIGHED = "outweighed"
_NAMED = 3  # texts that are named one by one


@dataclass(frozen=True)
class LongText:
    """A text that was not read in full. characters: of the whole; at: on the agency's clock.

    Who wrote it is not told: these sentences are kept with a version, and name nobody who may be forgotten.
    """

    event_id: str
    platform: str
    at: datetime
    characters: int

    def __str__(self) -> str:
        day = day_month(self.at.date())
        return f"{label_of(self.platform)}, {day}, {self.at:%H:%M}, {self.characters:,} characters"


@dataclass(frozen=True)
class Unread:
    """What of a client's week was not read; nothing, as a rule."""

    long_texts: tuple[LongText, ...] = ()
    texts: Mapping[str, datetime] = field(default_factory=dict, hash=False)  # event id: when, on the agency's clock
    meetings: int = 0
    long_sentences: tuple[LongText, ...] = ()  # texts with a sentence that is too long to be taken apart

    @property
    def reasons(self) -> dict[str, str]:
        """The reason for each event id under which it is counted as left out, unless something in it is told."""
        in_part = (*self.long_texts, *self.long_sentences)
        return dict.fromkeys(self.texts, NOT_READ) | {text.event_id: READ_IN_PART for text in in_part}

    def sentences(self) -> list[str]:
        """One for each ceiling that was reached."""
        said = []
        if count := len(self.long_texts):
            said.append(
                f"{counted(count, 'text')} {verb(count, 'is', 'are')} longer than {MOST_OF_A_TEXT:,} characters, and "
                f"only the beginning was read ({_named(self.long_texts)}). Look through the rest yourself."
            )
        if count := len(self.long_sentences):
            said.append(
                f"{counted(count, 'text')} {verb(count, 'holds', 'hold')} a sentence of more than "
                f"{LONGEST_SENTENCE:,} characters, of which nothing is told ({_named(self.long_sentences)}). "
                f"Look through {verb(count, 'it', 'them')} yourself."
            )
        if count := len(self.texts):
            until = max(self.texts.values())
            said.append(
                f"The week's texts are longer than {MOST_OF_A_WEEK:,} characters, and the oldest were not read: "
                f"{counted(count, 'item')}, up to {day_month(until.date())}, {until:%H:%M}. Look through them yourself."
            )
        if self.meetings:
            count = self.meetings
            said.append(
                f"The week has more than {MOST_MEETINGS:,} meetings, and {_others(count)} "
                f"{verb(count, 'was', 'were')} not looked at. Look through the calendar yourself."
            )
        return said


def _named(texts: Sequence[LongText]) -> str:
    return "; ".join(map(str, texts[:_NAMED])) + ("; ..." if len(texts) > _NAMED else "")


def _others(count: int) -> str:
    return "1 other" if count == 1 else f"{count:,} others"


def not_built(weeks: Sequence[str]) -> str:
    """The sentence for the weeks of a span whose context is not there, in time."""
    named = weeks[0] if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"
    asked = f"--week {weeks[0]}" if len(weeks) == 1 else f"--weeks {weeks[0]}..{weeks[-1]}"
    return (
        f"{counted(len(weeks), 'week')} of the time told of ({named}) {verb(len(weeks), 'has', 'have')} not been built "
        f"and {verb(len(weeks), 'was', 'were')} not read. Build {verb(len(weeks), 'it', 'them')}: `yarnnn run {asked}`."
    )


def outweighed(count: int, time: str) -> str:
    """The sentence for so many statements beyond the most that are compared."""
    return (
        f"The {time} holds more than {MOST_STATEMENTS:,} sentences that state something: those that weigh most were "
        f"compared, and {_others(count)} {verb(count, 'was', 'were')} left out. Look through them yourself."
    )


def long_text(event_id: str, platform: str, occurred_at: datetime, time_zone: str, characters: int) -> LongText:
    return LongText(event_id, platform, occurred_at.astimezone(ZoneInfo(time_zone)), characters)
