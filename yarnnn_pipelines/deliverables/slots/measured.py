"""The wording of a number with its day and, where one is known, the number before and the change since.

Which numbers are compared is `brief.numbers`; every other wording is `slots`.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.english.days import day_month, names_day
from yarnnn_pipelines.english.measures import change_told, measure, same_measure
from yarnnn_pipelines.english.rewording import reported


def measured(frame: Frame, sources: Sequence[Source]) -> str | None:
    """A number with its day and, of two sources, the earlier number and the change since: "The newsletter has 3,412
    subscribers (30 October; 2,950 on 28 September, +16%)."."""
    if len(sources) > 2:
        return None
    sentence = reported(sources[0].quote, voice_of(frame, sources[0].event))
    new = measure(sources[0].quote)
    if sentence is None or new is None:
        return None
    day = day_month(frame.day(sources[0].event.occurred_at))
    beside = [] if names_day(sentence, day) else [day]
    if len(sources) == 2:
        earlier = sources[1]
        old = measure(earlier.quote)
        if old is None or not measures_the_same(sources[0], earlier):
            return None
        change = f", {told}" if (told := change_told(old, new)) else ""
        beside.append(f"{old.written} on {day_month(frame.day(earlier.event.occurred_at))}{change}")
    return f"{sentence.rstrip('.')} ({'; '.join(beside)})." if beside else sentence


def measures_the_same(new: Source, old: Source) -> bool:
    """The earlier source gives one number of the same thing, in the same unit."""
    a, b = measure(new.quote), measure(old.quote)
    if a is None or b is None or a.unit != b.unit or old.event.occurred_at >= new.event.occurred_at:
        return False
    return same_measure(new.quote, old.quote)
