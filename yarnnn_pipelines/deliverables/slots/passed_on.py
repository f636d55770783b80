"""Whether what a source says is its writer's own word: what is told beside a name must be that person's.

How a line introduces somebody else's words, and who an "I" is, is `english.introductions` and `english.rewording`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.english.answers_between import may_be_anothers, stands_below_a_signature, stands_in_a_footer
from yarnnn_pipelines.english.credits import may_be_credited, names_no_doer
from yarnnn_pipelines.english.introductions import are_introduced
from yarnnn_pipelines.english.missing_subjects import is_given_away, leave_nothing_out
from yarnnn_pipelines.english.posted_for import may_be_posted_for_another
from yarnnn_pipelines.english.rewording import speaks_for_another


def is_passed_on(frame: Frame, source: Source) -> bool:
    """Its words are introduced as somebody else's, or say "I" or "we" of somebody but their author."""
    voice = voice_of(frame, source.event)
    if is_in_doubt(frame, source) or may_be_anothers_deed(frame, source):
        return True
    return are_introduced(source.quote, source.before, voice) or speaks_for_another(source.quote, voice, source.before)


def may_be_anothers_deed(frame: Frame, source: Source) -> bool:
    """It names no doer, and its own text names somebody with it who is not its writer: "Approved it (@Tom)"."""
    if source.event.kind == "meeting" or not names_no_doer(source.quote):
        return False
    voice = voice_of(frame, source.event)
    return may_be_credited(source.event.text, source.start, voice) or is_given_away(source.before, voice)


def is_in_doubt(frame: Frame, source: Source) -> bool:
    """What stands beside or below it in its own text may give it to another: answers of its writer's, a name behind it,
    a rule or a signature above it, a word that it was posted for somebody else."""
    event = source.event
    if event.kind not in _WRITTEN:
        return False
    text, start, end = event.text, source.start, source.start + len(source.quote)
    if may_be_posted_for_another(text, start, end, voice_of(frame, event)):
        return True
    if event.kind == "mail" and stands_in_a_footer(text, start):
        return True
    if event.kind == "mail" and stands_below_a_signature(text, start, event.author_name or ""):
        return True
    return may_be_anothers(text, start, end, author=event.author_name or "", first_names=frame.names)


_WRITTEN = frozenset(("mail", "message", "comment"))
_SPEAKERS_LABEL = re.compile(r"[\W_]*(?P<first>[^\W\d_][\w'’-]*)(?:\s[^\W\d_][\w'’-]*){0,2}:\s")


def is_anothers_word(frame: Frame, source: Source, text: str) -> bool:
    """What a model rests `text` on is introduced as somebody else's words, or as a text. Words under a speaker's name
    ("Ian Gray: I'll take it") may be told of that speaker."""
    voice = voice_of(frame, source.event)
    label = _SPEAKERS_LABEL.match(source.before.rpartition("\n")[2])
    if label and label["first"] in frame.names and re.search(rf"\b{re.escape(label['first'])}\b", text):
        return False
    if is_in_doubt(frame, source):
        return True
    return are_introduced(source.quote, source.before, voice) or speaks_for_another(source.quote, voice, "")


def are_their_own_words(frame: Frame, sources: Sequence[Source]) -> bool:
    """Each is its writer's word, and a whole one."""
    return not any(
        is_passed_on(frame, source) or not leave_nothing_out(source.quote, source.before) for source in sources
    )
