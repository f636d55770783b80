"""Whether a model's sentence says more than the words that it rests on.

A rewrite can't be recomputed. So each thing in it that could be invented is looked for in its evidence: numbers, units,
dates, names, who did it. The evidence is read as whole sentences, so a quote that leaves out its "not", "if" or
question mark proves nothing by that. What nobody can have said is withheld, what patterns can't settle is doubted.
Whether a matter is done, denied, meant or asked is `rewrite_moods`, whether it adds a cause, an outcome, a side or
certainty `rewrite_additions`, whether it tells of another thing `rewrite_things`, which of its words are names
`rewrite_names`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.rewrite_additions import (
    an_addition,
    another_matter,
    another_persons_deed,
    doubts_of_additions,
    new_address,
)
from yarnnn_pipelines.deliverables.gate.rewrite_contrasts import without_what_was_before
from yarnnn_pipelines.deliverables.gate.rewrite_copies import a_turned_copy, breaks_off
from yarnnn_pipelines.deliverables.gate.rewrite_days import (
    NUMBERED_DAY,
    days_meant,
    number_of,
    without_weeks,
    wrong_day,
)
from yarnnn_pipelines.deliverables.gate.rewrite_moods import a_new_denial, a_plain_turn, another_mood
from yarnnn_pipelines.deliverables.gate.rewrite_names import folded_words, names_written, new_name, perhaps_names
from yarnnn_pipelines.deliverables.gate.rewrite_things import another_thing
from yarnnn_pipelines.deliverables.gate.rewrite_verbs import a_turned_verb
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.answers import says_yes_or_no
from yarnnn_pipelines.english.chat_corrections import may_correct_the_message_before
from yarnnn_pipelines.english.credits import may_be_credited
from yarnnn_pipelines.english.days import (
    DATE_WRITTEN,
    WEEKDAYS,
    with_every_month,
)
from yarnnn_pipelines.english.doers import (
    doers,
    finishers,
    has_a_doer_for_label,
    is_in_first_person,
    may_tell_of_its_writer,
)
from yarnnn_pipelines.english.figures import figures_in
from yarnnn_pipelines.english.lettering import plain_letters
from yarnnn_pipelines.english.likeness import joined_thousands
from yarnnn_pipelines.english.sentences import core, sentences
from yarnnn_pipelines.english.vocabulary import NUMBER_WORDS
from yarnnn_pipelines.english.voice import Voice, given_name


def words_around(events: Iterable[Event]) -> dict[str, str]:
    """The words of the whole conversation that an event is a turn of, by event id; events: all that the reader may see
    of the week."""
    return {
        turn.event_id: words
        for conversation in conversations(events)
        for words in ["\n".join(f"{turn.title or ''}\n{turn.text}" for turn in conversation.events)]
        for turn in conversation.events
    }


def words_of_week(events: Iterable[Event]) -> frozenset[str]:
    """All words of what the reader may see of the week, in small letters: what a thing is called may stand anywhere."""
    return frozenset().union(*(folded_words(f"{event.title or ''} {event.text}") for event in events))


@dataclass(frozen=True)
class Rewrite:
    """A model's sentence beside what was read again of its evidence.

    sources: one for each piece of its evidence. around: see `words_around`; what a matter is called may stand elsewhere
    in the conversation, while people, numbers and days must be quoted. named: see `words_of_week`. takes: the kinds of
    its section.
    """

    claim: Claim
    sources: Sequence[Source]
    frame: Frame
    around: Mapping[str, str]
    named: frozenset[str]
    takes: Collection[CandidateKind]

    @property
    def text(self) -> str:
        return self.claim.text

    @property
    def of_meeting(self) -> bool:
        return any(source.event.kind == "meeting" for source in self.sources)

    @cached_property
    def spoken(self) -> list[str]:
        """For each source the whole sentences that it quotes."""
        return [_whole_sentences(source, item) for item, source in zip(self.claim.evidence, self.sources, strict=True)]

    @cached_property
    def stated(self) -> str:
        """All that its sources say there, titles and times of meetings among it."""
        return "\n".join([*self.spoken, *(_told_by_fields(source, self.frame) for source in self.sources)])

    @cached_property
    def spoken_of(self) -> str:
        """All that, and the talk around what it quotes, with who wrote it."""
        authors = [source.event.author_name or "" for source in self.sources]
        talk = [self.around.get(source.event.event_id, source.event.text) for source in self.sources]
        return "\n".join([self.stated, *talk, *authors])

    @cached_property
    def people(self) -> set[str]:
        return {name.lower() for name in self.frame.names}

    @cached_property
    def known(self) -> set[str]:
        """Words by which it may call somebody or something: people only as its evidence does."""
        known = set(self.named) - self.people
        known |= folded_words("\n".join([self.stated, *(source.event.text for source in self.sources)]))
        authors = (source.event.author_name or "" for source in self.sources)
        for name in (self.frame.client_name, *self.frame.own_names, *authors):
            known |= folded_words(name)
        return known | self._called_by_surname | self._written_without_accents(known)

    def _written_without_accents(self, known: Collection[str]) -> set[str]:
        """Names of people that its evidence writes in plain letters: "Ines" for Inês."""
        return {name for name in self.people if (plain := plain_letters(name).lower()) != name and plain in known}

    @property
    def _called_by_surname(self) -> set[str]:
        """First names of those whose family name its evidence gives, written as a name: "Mr. Mullins" for Dave
        Mullins."""
        said = names_written(self.stated)
        names = [(given_name(name).lower(), name.split()[-1]) for name in self.frame.people if " " in name.strip()]
        bearers = Counter(last for _, last in names)
        return {first for first, last in names if last in said and bearers[last] == 1}


def why_not_carried(rewrite: Rewrite) -> Failure | None:
    """The verdict against a rewrite, with the words that it rests on; None where its evidence carries it."""
    text, spoken, sources, frame = rewrite.text, rewrite.spoken, rewrite.sources, rewrite.frame
    days = {day for source, words in zip(sources, spoken, strict=True) for day in days_meant(words, source, frame)}
    dated = without_weeks(with_every_month(text), spoken, sources, frame)
    return (
        wrong_day(dated, days, rewrite.stated)
        or _new_number(dated, days, f"{rewrite.stated} {_version_spoken_of(sources)}", len(rewrite.claim.evidence))
        or _new_unit(text, rewrite.stated)
        or new_address(text, rewrite.stated)
        or new_name(text, rewrite.known, rewrite.people)
        or _another_doer(text, spoken, sources, frame)
        or another_matter(text, rewrite.spoken_of, rewrite.of_meeting)
        or another_persons_deed(text, spoken, sources, frame)
        or an_addition(text, spoken, _left_open(spoken, sources))
        or a_plain_turn(text, spoken, rewrite.takes)
        or (a_turned_verb(text, spoken, rewrite.takes) if len(spoken) == 1 else None)
    )


def doubts_of(rewrite: Rewrite) -> list[str]:
    """What its words may say otherwise than those that it quotes, as far as patterns can tell: a cause, a side, whether
    it is done, denied, meant or asked. People put one thing in many ways, so these are for a person to look at."""
    spoken, takes = rewrite.spoken, rewrite.takes
    text = without_what_was_before(rewrite.text, spoken, rewrite.sources, rewrite.frame)
    names = " ".join([*rewrite.frame.people, *rewrite.frame.own_names])
    found = [
        *doubts_of_additions(rewrite.text, spoken, rewrite.sources),
        a_turned_copy(text, spoken),
        breaks_off(rewrite.text, spoken),
        another_mood(text, spoken, takes),
        a_new_denial(text, spoken, names),
        another_thing(rewrite.text, rewrite.spoken_of, names),
        a_turned_verb(text, spoken, takes),
    ]
    return [*perhaps_names(rewrite.text, rewrite.stated, rewrite.known), *(failure[1] for failure in found if failure)]


def _left_open(spoken: Sequence[str], sources: Sequence[Source]) -> list[str]:
    """What it quotes less the questions to which it also quotes somebody else's yes or no: together they state it."""
    return [
        words
        for words, source in zip(spoken, sources, strict=True)
        if not (words.rstrip().endswith("?") and any(_replies(reply, source) for reply in sources))
    ]


def _replies(reply: Source, asked: Source) -> bool:
    is_anothers = reply.event.author_name != asked.event.author_name
    return is_anothers and reply.event.occurred_at >= asked.event.occurred_at and says_yes_or_no(reply.quote)


def _whole_sentences(source: Source, item: Evidence) -> str:
    """The sentences of the event that the quote stands in."""
    text = source.event.text
    spans = [span for span in sentences(text) if span.start < item.end and item.start < span.end]
    if not spans:
        return item.quote
    return text[min(item.start, spans[0].start) : max(item.end, spans[-1].end)]


def _told_by_fields(source: Source, frame: Frame) -> str:
    """The title, and of a meeting when it takes place."""
    title = source.event.title or ""
    return f"{title} {frame.local(source.event.occurred_at):%H:%M}" if source.event.kind == "meeting" else title


# --- numbers and names -------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_IN_THOUSANDS, _BY_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*"), re.compile(r"[.,]")
_VERSION = re.compile(r"(?i)\b(?:v|version\s+|release\s+)(\d+(?:\.\d+)+)|\b(\d+(?:\.\d+){2,})\b")
_HOUR = re.compile(r"0\d[:.]\d\d")  # "08:30", which may be told as 8:30
_ONES = {str(value): word for word, value in NUMBER_WORDS.items() if value <= 12}


def _numbers(text: str) -> set[str]:
    text = joined_thousands(text)
    found = {
        _BY_THOUSANDS.sub("", match[0]) if _IN_THOUSANDS.fullmatch(match[0]) else match[0].replace(",", "")
        for match in _NUMBER.finditer(text)
    }
    found = {number[1:] if _HOUR.fullmatch(number) else number for number in found}
    words = set(re.findall(r"[a-z]+", text.lower()))
    return found | {value for value, word in _ONES.items() if word in words and value not in ("0", "1")}


def _version_spoken_of(sources: Sequence[Source]) -> str:
    """The versions that a turn names as the only one, which is then what all of it speaks of."""
    named = [{match[1] or match[2] for match in _VERSION.finditer(source.event.text)} for source in sources]
    return " ".join(version for versions in named if len(versions) == 1 for version in versions)


# What is left of "Tuesday 17 to Thursday 19 November" without its dates.
_RANGE = re.compile(rf"\b(?:(?:{'|'.join(WEEKDAYS)})\s+)?(\d{{1,2}})(?=\s*(?:to|and|or|until|-|–)\s+(?:\w+day\s+)?@)")


def _is_one_of(match: re.Match[str], days: Collection[date]) -> bool:
    return int(match[1]) in {day.day for day in days}


def _hours_told(text: str, stated: str) -> set[str]:
    """Of "Friday 11" may be said the 11th or the hour, as which a sentence tells it: "on Friday at 11"."""
    hours = {match["day"] for match in NUMBERED_DAY.finditer(stated) if match["day"]}
    return {match[1] for match in re.finditer(r"\bat (\d{1,2})\b(?![.:]\d)", text) if match[1] in hours}


def _new_number(text: str, days: Collection[date], stated: str, quotes: int) -> Failure | None:
    """quotes: how many there are, and so how many matters a sentence can count."""
    marked = DATE_WRITTEN.sub(" @ ", text)
    without_dates = _RANGE.sub(lambda match: " " if _is_one_of(match, days) else match[0], marked)
    without_dates = NUMBERED_DAY.sub(
        lambda match: " " if not match["day3"] and number_of(match) in {day.day for day in days} else match[0],
        without_dates,
    )
    known = (
        _numbers(NUMBERED_DAY.sub(" ", DATE_WRITTEN.sub(" ", stated)))
        | {str(day.year) for day in days}
        | {str(count) for count in range(2, quotes + 1)}
        | _hours_told(text, stated)
    )
    for number in sorted(_numbers(without_dates) - known):
        where = "quote where it is said, or leave it out"
        return "unsupported", f"the number {number} stands in nothing that it quotes; {where}"
    often = Counter(_NUMBER.findall(joined_thousands(stated)))
    for span in sentences(without_dates):
        for number, times in Counter(_NUMBER.findall(joined_thousands(without_dates[span.start : span.end]))).items():
            if 0 < often[number] < times:
                told = f"it gives {number} {times} times, what it quotes {often[number]} times"
                return "unsupported", f"{told}; give each its number"
    return None


def _new_unit(text: str, stated: str) -> Failure | None:
    """A number that stands in the evidence in another unit, or has lost its per cent."""
    units: dict[str, set[str | None]] = defaultdict(set)
    for figure in figures_in(stated):
        units[figure.value].add(figure.unit)
    for figure in sorted(figures_in(text), key=str):
        known = units.get(figure.value)
        if known and figure.unit not in known and (figure.unit is not None or known == {"%"}) and None not in known:
            return "unsupported", f"what it quotes gives {figure.value} in another unit; give it as it was said"
    return None


# --- who did it --------------------------------------------------------------------------------------------------


def _another_doer(text: str, spoken: Sequence[str], sources: Sequence[Source], frame: Frame) -> Failure | None:
    """The sentence gives somebody a deed that its evidence tells of somebody else alone."""
    did = {name for words in spoken for name in doers(words, frame.names)}
    is_labelled = is_credited = False
    for source, words in zip(sources, spoken, strict=True):
        voice = voice_of(frame, source.event)
        said = [words[slice(*span)] for span in sentences(words)]
        is_labelled |= any(has_a_doer_for_label(sentence) for sentence in said)
        if any(map(may_correct_the_message_before, said)) and not doers(words, frame.names):
            did |= {given_name(voice.author or "")}  # "sorry, 380": who says so corrects it
        if not any(may_tell_of_its_writer(sentence, frame.names) for sentence in said):
            continue
        if not is_in_first_person(words) and _names_somebody_beside(source, voice):
            is_credited = True
        else:
            did |= {given_name(voice.author or "")}
    others = sorted(finishers(text, frame.names) - did)
    if others and is_credited:
        return "unsupported", f"what it quotes names somebody beside what was done, and that may not be {others[0]}'s"
    if others and did:
        return "unsupported", f"what it quotes tells of {' and '.join(sorted(did))}, not of {others[0]}"
    if others and is_labelled:
        return "unsupported", f"what it quotes names before a colon who did it, and that may not be {others[0]}"
    return None


def _names_somebody_beside(source: Source, voice: Voice) -> bool:
    """Beside or below a sentence that it quotes somebody is named who may have done what that tells."""
    text, end = source.event.text, source.start + len(source.quote)
    quoted = (core(text, span) for span in sentences(text) if span.start < end and source.start < span.end)
    return any(telling is not None and may_be_credited(text, telling.start, voice) for telling in quoted)
