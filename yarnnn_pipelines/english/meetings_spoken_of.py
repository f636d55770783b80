"""Whether a sentence speaks of a meeting itself in words that no rule knows: "the review falls through", "the review is
on ice".

People call a meeting off in more ways than can be listed, and prepare one in few. So what is listed here is what leaves
a meeting as it is; whoever reads it looks at the rest. The words that call off or move are `called_off` and its like.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.called_off import SMALL_WORDS, WITHIN, joined
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.meeting_days import days_named, without_days
from yarnnn_pipelines.english.statement import parse

_LONGEST = 300  # characters of a sentence that are read
_TOKEN = re.compile(r"[\w'’]+")
_TIMES = re.compile(r"(?i)\b\d{1,2}(?::\d\d)?\s*(?:am|pm|h|uhr)?\b")
_FEWEST_WORDS = 2  # of a title by which it is known

LEAVES_IT_AS_IT_IS = Pattern(
    said(
        "it is awaited",
        """
        see you | look forward | looking forward | excited | until then | reminder | remind | don't forget | ahead of
        | in time for | on track | ready | all set | happy to | can't wait
        """,
        "See you at the kickoff review",
        "We look forward to the kickoff review",
        "I'm looking forward to the kickoff review",
        "We are excited about the kickoff review",
        "Until then, the kickoff review",
        "Reminder: kickoff review",
        "Let me remind you of the kickoff review",
        "Please don't forget the kickoff review",
        "The texts come ahead of the kickoff review",
        "The texts come in time for the kickoff review",
        "The kickoff review is on track",
        "We are ready for the kickoff review",
        "All set for the kickoff review",
        "Happy to do the kickoff review",
        "I can't wait to do the kickoff review",
    ),
    said(
        "it is prepared",
        r"""
        agenda | invit\w+ | prepar\w+ | prep | slides? | deck | notes? | minutes | links? | dial | room | zoom | teams
        | venue | attend\w* | join\w* | bring\w* | discuss\w* | present\w* | show\w* | cover\w* | walk\w* | go through
        | talk\w* | review\w* the | host\w* | lead\w* | run\w* | record\w* | materials? | questions? | topics? | points?
        """,
        "The kickoff review agenda is below",
        "I invited Tom to the kickoff review",
        "We prepared the kickoff review",
        "I do the prep of the kickoff review",
        "The slides of the kickoff review",
        "The deck of the kickoff review",
        "My notes of the kickoff review",
        "The minutes of the kickoff review",
        "The link of the kickoff review",
        "You can dial in to the kickoff review",
        "The kickoff review has a room",
        "The kickoff review is a zoom",
        "The kickoff review is on teams",
        "The kickoff review has a venue",
        "Tom attends the kickoff review",
        "Tom joins the kickoff review",
        "Tom brings cake to the kickoff review",
        "We discuss the kickoff review",
        "Tom presents the kickoff review",
        "Tom shows the kickoff review",
        "The kickoff review covers prices",
        "The kickoff review walks you round",
        "Let's go through the kickoff review",
        "The kickoff review talks of prices",
        "The kickoff review reviews the texts",
        "Tom hosts the kickoff review",
        "Tom leads the kickoff review",
        "Tom runs the kickoff review",
        "We record the kickoff review",
        "The material of the kickoff review",
        "The questions of the kickoff review",
        "The topics of the kickoff review",
        "The points of the kickoff review",
    ),
    said(
        "it is set",
        r"""
        confirm\w* | book\w* | schedul\w+ | set up | set for | plann?(?:ed|ing)? | organi[sz]\w+ | sent | put | added
        | accept\w* | starts? | begins? | takes? place | happens? | works? | suits? | fits? | fine | good | great | ok
        | okay | perfect | have (?:a|the|our) | will be | we hold | stays? | remains? | thanks | thank
        """,
        "Confirming the kickoff review",
        "I booked the kickoff review",
        "I scheduled the kickoff review",
        "I set up the kickoff review",
        "The kickoff review is set for nine",
        "The kickoff review is planned",
        "Tom organises the kickoff review",
        "I sent the kickoff review",
        "I put the kickoff review in",
        "I added the kickoff review",
        "Dana accepts the kickoff review",
        "The kickoff review starts at nine",
        "The kickoff review begins at nine",
        "The kickoff review takes place",
        "The kickoff review happens",
        "The kickoff review works",
        "The kickoff review suits us",
        "The kickoff review fits",
        "The kickoff review is fine",
        "The kickoff review is good",
        "The kickoff review is great",
        "The kickoff review is ok",
        "The kickoff review is okay",
        "The kickoff review is perfect",
        "We have the kickoff review",
        "The kickoff review will be long",
        "so we hold the kickoff review",
        "The kickoff review stays",
        "The kickoff review remains",
        "Thanks, kickoff review it is",
        "Thank you, kickoff review it is",
    ),
    written("a list or a mark before it", r"^\W*(?:\w+:\s|\[)", "Next: kickoff review"),
)
_SETS_IT = re.compile(
    r"(?i)\b(?:is|takes?\s+place|happens|starts|will\s+be|moves?|moved|goes|now|instead|slips?|to)\b|->|→"
)


# Right behind the title; a noun in the plural is asked of LEAVES_IT_AS_IT_IS.
_MAY_BE_A_VERB = re.compile(r"(?i)(?:\w+s|\w+ed|\w+te?n|instead|bitte|fällt|tombe)$")


def speaks_otherwise(
    text: str, title: frozenset[str], starts: datetime, said_on: date, names: str, *, is_series: bool
) -> bool:
    """The sentence makes the meeting its matter, and nothing known says that it stays as it is; or names another day.

    title: what a sentence about it must share; names: of whom may be spoken beside it. Of a series what is told of the
    past is another one.
    """
    text = joined(text)
    named = [match for match in _TOKEN.finditer(text) if content_words(match[0]) & title]
    if len(text) > _LONGEST or "?" in text or len(title) < _FEWEST_WORDS or not named:
        return False
    first, last = named[0].start(), named[-1].end()
    is_one_name = content_words(text[first:last]) - SMALL_WORDS <= title
    if not title <= content_words(text) or not is_one_name or WITHIN.search(text[:first]):
        return False
    if _names_something_of_it(text[last:]) or _tells_of_the_past(text, is_series):
        return False
    if names_another_day(text, starts, said_on):
        return _SETS_IT.search(text) is not None
    rest = content_words(_TIMES.sub(" ", without_days(text))) - title - content_words(names) - SMALL_WORDS
    return bool(rest) and not LEAVES_IT_AS_IT_IS.found_in(text)


def names_another_day(text: str, starts: datetime, said_on: date) -> bool:
    """It names a day to come, and not that of the meeting; "from 16 to 20 November" names both."""
    days = [day for each in days_named(text, said_on) for day in each.days]
    return (
        bool(days) and not re.search(rf"\b{starts.day}\b", text) and starts.date() not in days and min(days) >= said_on
    )


def _names_something_of_it(behind: str) -> bool:
    """The title is part of a longer name: "kickoff review catering", "kickoff review's texts"."""
    if behind.startswith(("'s", "’s")):
        return True
    following = re.match(r"\s+([A-Za-z][\w-]*)", behind)
    if following is None or not content_words(following[1]) - SMALL_WORDS:
        return False
    return _MAY_BE_A_VERB.match(following[1]) is None


def _tells_of_the_past(text: str, is_series: bool) -> bool:
    return is_series and all(clause.tense == "past" for clause in parse(text).clauses)
