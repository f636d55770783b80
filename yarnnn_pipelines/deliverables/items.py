"""Every item that landed for a client's week, its fate in a deliverable, and the counts of these fates.

The one place that decides what counts as told, offered, withheld or left out; the form of a row is what a version's
document keeps in the ledger, so that nobody has to open the warehouse to list them. Reading the items is `week`, how
they are shown is the command line's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from yarnnn_pipelines.core.counts import counted, verb

WEEK = "week"
Fate = Literal["told", "offered", "withheld", "ignored"]
Row = dict[str, Any]  # an item with its fate as JSON; see `rows_of`

NOTHING_TO_TELL = "nothing_to_tell"
LONGEST_WORDS = 80  # characters of an item that a list shows


@dataclass(frozen=True)
class Item:
    """What a list shows of an item, and why the context keeps it from every deliverable, if it does."""

    event_id: str
    at: str  # ISO 8601 with offset, on the agency's clock
    platform: str
    author: str | None
    words: str  # the first of them
    permalink: str | None
    ignored: str | None = None


@dataclass(frozen=True)
class Withheld:
    verdict: str
    reasons: tuple[str, ...]


def first_words(title: str | None, text: str) -> str:
    """The title, where the text does not begin with it, and as much of the text as a list has room for."""
    words = " ".join(text.split())
    if title and not words.startswith(title.strip()):
        words = f"{' '.join(title.split())}: {words}".removesuffix(": ")
    if len(words) <= LONGEST_WORDS:
        return words
    return words[:LONGEST_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@dataclass(frozen=True)
class Outcome:
    """What a deliverable did with events, by event id.

    told, offered: the ids of the sections in which they are, or would be; left_out: the writer's reason, or the gate's;
    why: the gate's in words.
    """

    told: Mapping[str, Sequence[str]]
    offered: Mapping[str, Sequence[str]]
    withheld: Mapping[str, Withheld]
    left_out: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)


def fates(items: Iterable[Item], outcome: Outcome) -> tuple[list[Row], dict[str, int]]:
    """The items' rows in their order, and how many were ignored for which reason.

    An item that a sentence tells of is told, and one of which a sentence is offered is offered, whatever became of its
    other sentences. Reasons are counted in the order in which they arise: the context's, the writer's, and what had
    nothing to tell.
    """
    ordered = list(items)
    rows = [_row(item, outcome) for item in ordered]
    ignored_by_context = {item.event_id for item in ordered if item.ignored}

    def arises(row: Row) -> tuple[int, str]:
        reason = group_of(row)
        if row["event_id"] in ignored_by_context:
            return 0, reason
        return (2 if reason == NOTHING_TO_TELL else 1), row["event_id"]

    return rows, _counts(sorted(rows, key=arises))


def coverage_of(
    rows: Sequence[Row], ignored: Mapping[str, int], unassigned: int, tells_of: str = WEEK
) -> dict[str, Any]:
    """landed = used + offered + everything ignored; unassigned: items of the week that belong to no client.

    tells_of: of a deliverable of more than a week, as its type says it.
    """
    used, offered = (sum(row["fate"] == fate for row in rows) for fate in ("told", "offered"))
    return {
        "landed": len(rows),
        "used": used,
        "offered": offered,
        "ignored": dict(ignored),
        "unassigned": unassigned,
        **({} if tells_of == WEEK else {"tells_of": tells_of}),
    }


def changed(document: Mapping[str, Any], change: Callable[[Row], Row | None]) -> dict[str, Any]:
    """A version's document with its items changed or (None) taken out, and counted anew.

    A document without a list of items stays as it is.
    """
    if "items" not in document:
        return dict(document)
    rows = [new for row in document["items"] if (new := change(row)) is not None]
    order = list(document["coverage"]["ignored"])
    counts = _counts(rows)
    ignored = {reason: counts[reason] for reason in order if reason in counts}
    coverage = coverage_of(rows, ignored, document["coverage"]["unassigned"], _tells_of(document["coverage"]))
    return {**document, "items": rows, "coverage": coverage}


def _row(item: Item, outcome: Outcome) -> Row:
    shown = {
        "event_id": item.event_id,
        "at": item.at,
        "platform": item.platform,
        "author": item.author,
        "words": item.words,
        "permalink": item.permalink,
    }
    if item.event_id in outcome.told:
        return {**shown, "fate": "told", "sections": list(outcome.told[item.event_id])}
    if item.event_id in outcome.offered:
        return {**shown, "fate": "offered", "sections": list(outcome.offered[item.event_id])}
    if item.event_id in outcome.withheld:
        why = outcome.withheld[item.event_id]
        return {**shown, "fate": "withheld", "verdict": why.verdict, "reasons": list(why.reasons)}
    reason = item.ignored or outcome.left_out.get(item.event_id, NOTHING_TO_TELL)
    words = None if item.ignored else outcome.why.get(item.event_id)
    return {**shown, "fate": "ignored", "reason": reason, **({"why": words} if words else {})}


def group_of(row: Row) -> str:
    """What an item is counted under: its fate, or the reason for which it is ignored."""
    return str(row["reason"] if row["fate"] == "ignored" else row["fate"])


def _counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many were left out for which reason."""
    return dict(Counter(group_of(row) for row in rows if row["fate"] not in ("told", "offered")))


# --- in words --------------------------------------------------------------------------------------------------------


_PLURALS = {
    "bot": "bots",
    "channel_notice": "channel notices",
    "draft": "drafts",
    "invitation": "invitations",
    "invitation_by_a_stranger": "invitations by strangers",
    "question_to_us": "questions to us",
}


def in_words(reason: str, count: int = 1) -> str:
    """`nothing_to_tell` as "nothing to tell", and two of `question_to_us` as "questions to us"."""
    return _PLURALS[reason] if count != 1 and reason in _PLURALS else reason.replace("_", " ")


def landed_in_words(coverage: Mapping[str, Any]) -> str:
    """What the items of the account are: "landed for this client and week"."""
    return _LANDED[_tells_of(coverage)]


def time_in_words(coverage: Mapping[str, Any]) -> str:
    """Whose items that belong to no client are counted: "week"."""
    return "month" if _tells_of(coverage) == "month" else WEEK


def _tells_of(coverage: Mapping[str, Any]) -> str:
    return str(coverage.get("tells_of", WEEK))


_LANDED = {
    WEEK: "landed for this client and week",
    "month": "landed for this client and month",
    "all": "landed for this client in the last week, or are told or offered from before",
}


def told_in_words(coverage: Mapping[str, Any]) -> str:
    """ "9 are told here, 4 offered; left out: 3 internal only"."""
    used, offered, left_out = coverage["used"], coverage.get("offered", 0), left_out_in_words(coverage)
    return (
        f"{used} {verb(used, 'is', 'are')} told here"
        f"{f', {offered} offered' if offered else ''}{f'; left out: {left_out}' if left_out else ''}"
    )


def coverage_line(coverage: Mapping[str, Any]) -> str:
    """ "12 items landed, 9 are told here; left out: 3 internal only. 2 of the week belong to no client."."""
    landed, unassigned = coverage["landed"], coverage["unassigned"]
    return (
        f"{counted(landed, 'item')} landed, {told_in_words(coverage)}. "
        f"{unassigned} of the {time_in_words(coverage)} {verb(unassigned, 'belongs', 'belong')} to no client."
    )


def left_out_in_words(coverage: Mapping[str, Any]) -> str:
    """ "3 internal only, 48 nothing to tell"; empty where everything is told."""
    return ", ".join(f"{count} {in_words(reason, count)}" for reason, count in coverage["ignored"].items())


# --- a list ----------------------------------------------------------------------------------------------------------


def by_fate(document: Mapping[str, Any]) -> list[tuple[str, list[Row]]]:
    """The rows of a version's document by fate, as the coverage counts them: what is told under "told", what is offered
    under "offered", then what was left out under each reason of `coverage`."""
    rows: Sequence[Row] = document["items"]
    groups = ["told", "offered", *document["coverage"]["ignored"]]
    return [(group, [row for row in rows if group_of(row) == group]) for group in groups]
