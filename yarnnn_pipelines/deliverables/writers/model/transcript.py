"""A transcript: how a model is shown turns, so that no platform's words pass themselves off as anything else.

Which turns are shown, and what is asked of them, is `prompt` and the judge's.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.deliverables.gate.sensitive import why_secret
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event

_LEFT_OUT = "[a password or key, left out]"


def turn_line(turn_id: str, event: Event, author: str, frame: Frame) -> str:
    """author: as `who` names them."""
    return f"{header(turn_id, event, author, frame)}: {_indented(words_of(event))}"


def header(turn_id: str, event: Event, author: str, frame: Frame) -> str:
    """ "[t1] Mon 09 Nov 09:00 Dana Reyes (client)"."""
    return f"[{turn_id}] {frame.local(event.occurred_at):%a %d %b %H:%M} {author}"


def who(event: Event, frame: Frame) -> str:
    """The author and their side: "Mia Duarte (us)"."""
    side = "us" if event.author_is_us else "client" if event.author_client_id == frame.client_id else "other"
    kind = " meeting" if event.kind == "meeting" else ""
    return f"{plain_name(event.author_name or '') or 'somebody'} ({side}){kind}"


def plain_name(name: str) -> str:
    """A name is somebody's own text, and can't pass itself off as a header."""
    return on_one_line(re.sub(r"[\[\](){}<>:#]", " ", name))


def words_of(event: Event) -> str:
    return without_secrets(event.text or (event.title or "" if event.kind == "meeting" else ""))


def without_secrets(words: str) -> str:
    """The words, but for each line that gives away a password or key: an endpoint is no place for one."""
    return "\n".join(_LEFT_OUT if why_secret(line) else line for line in words.splitlines())


def inert(line: str) -> str:
    """A platform's words can't end the data, or begin another."""
    return re.sub(r"<(\s*/?\s*week\s*)>", r"‹\1›", line, flags=re.IGNORECASE)


def on_one_line(words: str) -> str:
    return " ".join(words.split())


def _indented(words: str) -> str:
    """Only a header begins a line, so no message can write a turn of somebody else's."""
    return "\n  ".join(words.splitlines())
