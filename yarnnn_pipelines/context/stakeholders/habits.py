"""How somebody writes and answers: length, greeting, channel, hours, and how long an answer takes.

A habit is told from a few events on, and is not known from fewer.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from yarnnn_pipelines.context.stakeholders.records import Conclusion, Evidence, Read, known, unknown, whole
from yarnnn_pipelines.context.week_events import WeekEvent
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.english.sentences import GREETED, GREETING
from yarnnn_pipelines.sources.registry import label_of

FEWEST = 3  # events from which a habit is concluded
FEWEST_OF_HOURS = 5

# "Morning all," greets and "Morning shift starts at six" does not; "Hi" always does.
_GREETS = re.compile(
    rf"[\W_]*(?P<word>(?i:{GREETING.group}))\b(?!-)(?P<goes_on>\s+(?!(?:{GREETED.group})\b)[a-z])?",
)
_GREETS_ALONE = ("morning", "afternoon", "evening", "dear")


def habits(of: Read, zone: ZoneInfo) -> tuple[Conclusion, ...]:
    return _length(of), _greeting(of), _channel(of), _response_time(of), _hours(of, zone)


def _length(of: Read) -> Conclusion:
    figures, evidence = {}, list[Evidence]()
    for platform, events in _by_platform(of.written).items():
        if len(events) < FEWEST:
            continue
        words = median(len(event.text.split()) for event in events)
        figures[platform] = {"median_words": words, "of": len(events)}
        evidence += map(whole, sorted(events, key=lambda event: abs(len(event.text.split()) - words)))
    if not figures:
        return _too_few("length", len(of.written), FEWEST)
    says = ", ".join(
        f"{label_of(platform)}: median {counted(math.ceil(each['median_words']), 'word')} ({each['of']} written)"
        for platform, each in figures.items()
    )
    return known("length", says, figures, evidence)


def _greeting(of: Read) -> Conclusion:
    figures, greeting, without = {}, list[Evidence](), list[Evidence]()
    for platform, events in _by_platform(of.written).items():
        if len(events) < FEWEST:
            continue
        before = len(greeting)
        for event in reversed(events):
            (greeting if opens_with_a_greeting(event.text) else without).append(whole(event))
        figures[platform] = {"with_greeting": len(greeting) - before, "of": len(events)}
    if not figures:
        return _too_few("greeting", len(of.written), FEWEST)
    says = ", ".join(
        f"{label_of(platform)}: {each['with_greeting']} of {each['of']} open with a greeting"
        for platform, each in figures.items()
    )
    return known("greeting", says, figures, [*greeting, *without])


def opens_with_a_greeting(text: str) -> bool:
    greets = _GREETS.match(text)
    return greets is not None and not (greets["goes_on"] and greets["word"].lower().endswith(_GREETS_ALONE))


def _channel(of: Read) -> Conclusion:
    if len(of.written) < FEWEST:
        return _too_few("channel", len(of.written), FEWEST)
    places: dict[str, list[WeekEvent]] = defaultdict(list)
    for event in reversed(of.written):
        places[f"{label_of(event.platform)}{_channel_name(event)}"].append(event)
    ordered = sorted(places.items(), key=lambda place: (-len(place[1]), place[0]))
    says = ", ".join(f"{name} {len(events)} of {len(of.written)}" for name, events in ordered)
    newest = [whole(events[0]) for _, events in ordered]
    return known("channel", says, {name: len(events) for name, events in ordered}, newest)


def _channel_name(event: WeekEvent) -> str:
    """Of a channel " #client-acme", of what was said between a few people " (Mia Duarte, Rui Costa)"."""
    if event.kind != "message" or not event.container_name:
        return ""
    return f" ({event.container_name})" if " " in event.container_name else f" #{event.container_name}"


def _hours(of: Read, zone: ZoneInfo) -> Conclusion:
    if len(of.written) < FEWEST_OF_HOURS:
        return _too_few("hours", len(of.written), FEWEST_OF_HOURS)
    local = [event.occurred_at.astimezone(zone) for event in of.written]
    days = Counter(moment.weekday() for moment in local)
    of_day = sorted(f"{moment:%H:%M}" for moment in local)
    first, last = of_day[len(of_day) // 10], of_day[len(of_day) - 1 - len(of_day) // 10]
    names = {f"{moment:%a}": days[moment.weekday()] for moment in sorted(local, key=datetime.weekday)}
    days_in_words = ", ".join(f"{day} {count}" for day, count in names.items())
    says = f"{days_in_words}; four in five between {first} and {last} ({zone.key})"
    value = {"weekdays": names, "from": first, "to": last, "time_zone": zone.key, "of": len(local)}
    return known("hours", says, value, [whole(event) for event in reversed(of.written)])


def _response_time(of: Read) -> Conclusion:
    pairs = list(_answers(of))
    if len(pairs) < FEWEST:
        return unknown("response_time", f"{counted(len(pairs), 'answer')} to a question, {FEWEST} are needed")
    taken = sorted(answer.occurred_at - question.occurred_at for question, answer in pairs)
    typical = timedelta(seconds=median(time.total_seconds() for time in taken))
    says = f"median {_in_words(typical)} from a question to their answer ({len(pairs)} answers"
    says += f", from {_in_words(taken[0])} to {_in_words(taken[-1])})"
    near = sorted(pairs, key=lambda pair: abs(pair[1].occurred_at - pair[0].occurred_at - typical))
    evidence = [each for question, answer in near for each in (whole(question, "question"), whole(answer, "answer"))]
    return known("response_time", says, {"median_seconds": typical.total_seconds(), "of": len(pairs)}, evidence)


def _answers(of: Read) -> Iterator[tuple[WeekEvent, WeekEvent]]:
    """Each question or request that this person answered, and their answer."""
    for talk in of.talks:
        if any(map(of.is_theirs, talk.events)):
            for turn in talk.turns:
                if turn.answers is not None and of.is_theirs(turn.event):
                    yield talk.turns[turn.answers].event, turn.event


def _by_platform(events: Sequence[WeekEvent]) -> dict[str, list[WeekEvent]]:
    by_platform: dict[str, list[WeekEvent]] = defaultdict(list)
    for event in events:
        by_platform[event.platform].append(event)
    return dict(sorted(by_platform.items(), key=lambda platform: -len(platform[1])))


def _too_few(kind: str, written: int, needed: int) -> Conclusion:
    why = f"they wrote {counted(written, 'text')} here, and a habit is told from {needed} on one platform"
    return unknown(kind, why)


def _in_words(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return counted(hours, "hour") if hours < 48 else counted(round(hours / 24), "day")
