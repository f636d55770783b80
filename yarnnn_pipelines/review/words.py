"""How the page says things: a state as a word and a shape, and what differs between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger.rows import Standing

_TOKEN = re.compile(r"\n|[^\S\n]+|\S+")


class Mark(NamedTuple):
    """A state beside its colour: told by its word and its shape as well. name: of the colour."""

    name: str
    word: str
    shape: str


MARKS: Mapping[str, Mark] = {
    "to_review": Mark("to-review", "to review", "◆"),
    "approved": Mark("approved", "approved", "◔"),
    "sent": Mark("sent", "sent", "●"),
    "corrected": Mark("sent", "sent, corrected", "◉"),
    "to_correct": Mark("to-correct", "to correct", "▲"),
    "blocked": Mark("blocked", "blocked", "■"),
    "quiet": Mark("quiet", "quiet", "○"),
    "rejected": Mark("rejected", "rejected", "✕"),
    "forgotten": Mark("quiet", "forgotten", "∅"),
    "put_off": Mark("quiet", "put off", "◇"),
}


def mark_of(standing: Standing) -> Mark:
    """`to correct`: another version of it was sent before. What was sent stays sent, whatever became of a later one."""
    was_sent = standing.published_before is not None
    if standing.state == "published":
        return MARKS["corrected" if was_sent else "sent"]
    if standing.state in ("drafted", "in_review"):
        return MARKS["to_correct" if was_sent else "to_review"]
    mark = MARKS["quiet" if standing.state == "abstained" else standing.state]
    return mark._replace(word=f"{mark.word}, sent before") if was_sent else mark


def href(key: Standing | DeliverableKey) -> str:
    """A deliverable's page. Ids of clients, weeks and types have no letter that an address must escape."""
    client, week, type_id = key.key if isinstance(key, Standing) else key
    return f"/{client}/{week}/{type_id}"


def in_words(type_id: str) -> str:
    """`client_update` as "client update"."""
    return type_id.replace("_", " ")


def on_clock(moment: datetime, time_zone: str) -> str:
    """ "2026-11-16 09:12", on the agency's clock."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"


def with_capital(text: str) -> str:
    """As a line begins; names in it keep theirs."""
    return text[:1].upper() + text[1:]


# --- what differs -----------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """A stretch of words that both texts have, or only the newer (`new`) or the older (`gone`) one."""

    kind: Literal["same", "new", "gone"]
    text: str


def word_diff(older: str, newer: str) -> list[Piece]:
    """The two texts as one, in the newer one's order; what was replaced stands before what replaces it."""
    before, after = _TOKEN.findall(older), _TOKEN.findall(newer)
    pieces: list[Piece] = []
    for _, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[i:j] == after[k:m]:
            pieces.append(Piece("same", "".join(after[k:m])))
            continue
        if i < j:
            pieces.append(Piece("gone", "".join(before[i:j])))
        if k < m:
            pieces.append(Piece("new", "".join(after[k:m])))
    return pieces


def plain_text(document: Mapping[str, Any]) -> str:
    """A version's headings and sentences, a line each."""
    lines = []
    for section in document["sections"]:
        if section["claims"]:
            lines += [section["title"], *(claim["text"] for claim in section["claims"])]
    return "\n".join(lines)


def sentences(document: Mapping[str, Any]) -> Sequence[str]:
    return [claim["text"] for section in document["sections"] for claim in section["claims"]]
