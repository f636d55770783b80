"""A deliverable beside its sources: what the page shows of one version, read off the ledger and nothing else.

DuckDB lets one process write and then no other even read, so of a conversation only what stands in the version's
document can be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.deliverables.items import by_fate, coverage_line, in_words
from yarnnn_pipelines.deliverables.render.links import link_to
from yarnnn_pipelines.deliverables.render.writer_line import judge_line, writer_line
from yarnnn_pipelines.english.clauses import as_a_sentence
from yarnnn_pipelines.review.words import Mark, Piece, mark_of, plain_text, sentences, word_diff
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Version, VersionNote

_KINDS = {
    "quote": "the words of its source",
    "slot": "worded from its source by a fixed rule",
    "rewrite": "worded by a model",
}


class Turn(NamedTuple):
    """What somebody wrote in the conversation of a source. quoted: these are the words that the sentence rests on."""

    who: str
    side: str
    at: str
    text: str
    quoted: bool


class Source(NamedTuple):
    """Where a sentence comes from. before, after: what is stored around the quoted words; link: None where its address
    may be none."""

    where: str
    at: str
    before: str
    quote: str
    after: str
    link: str | None
    conversation: Sequence[Turn]


@dataclass(frozen=True)
class Sentence:
    """A claim, told or withheld, or an offer."""

    id: str
    text: str
    note: str  # how it was worded; of a withheld one the verdict, of an offer the section
    reasons: Sequence[str]
    doubts: Sequence[str]
    sources: Sequence[Source]


class Heading(NamedTuple):
    """A section that says something."""

    title: str
    sentences: Sequence[Sentence]


class Fate(NamedTuple):
    """What became of some of the items that landed."""

    words: str
    items: Sequence[Source]


@dataclass(frozen=True)
class Page:
    """Everything on it. chosen: the sentence whose sources are shown."""

    version: Version
    mark: Mark
    sections: Sequence[Heading]
    withheld: Sequence[Sentence]
    offers: Sequence[Sentence]
    chosen: Sentence | None
    notes: Sequence[str]
    coverage: str
    fates: Sequence[Fate] | None
    versions: Sequence[VersionNote]
    since_version: Sequence[Piece]
    since_issue: Changes | None


class Changes(NamedTuple):
    """Which sentences an earlier issue did not have, and which of its own are not told any more."""

    week: str
    new: Sequence[str]
    gone: Sequence[str]


def deliverable_page(
    ledger: Ledger, key: DeliverableKey, chosen: str, items: bool, own_hosts: Collection[str]
) -> Page | None:
    """None where there is no such deliverable. chosen: a sentence's id, or ''; own_hosts: see `links`."""
    version = ledger.latest(*key)
    if version is None:
        return None
    reader = _Reader(version.document, own_hosts)
    sections, withheld, offers = list(reader.sections()), list(reader.withheld()), list(reader.offers())
    told = [sentence for section in sections for sentence in section.sentences]
    by_id = {sentence.id: sentence for sentence in (*offers, *withheld, *told)}
    first = next((sentence for sentence in told if sentence.doubts), told[0] if told else None)
    return Page(
        version=version,
        mark=mark_of(version),
        sections=sections,
        withheld=withheld,
        offers=offers,
        chosen=by_id.get(chosen, first),
        notes=_notes(version.document),
        coverage=coverage_line(version.document["coverage"]),
        fates=list(reader.fates()) if items else None,
        versions=ledger.versions_of(key),
        since_version=_since_version(ledger, version),
        since_issue=_since_issue(ledger, version),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads one version's document; documents of earlier yarnnns lack some of its keys."""

    document: Mapping[str, Any]
    own_hosts: Collection[str]

    def sections(self) -> Iterator[Heading]:
        for section in self.document["sections"]:
            if section["claims"]:
                yield Heading(section["title"], [self._told(claim) for claim in section["claims"]])

    def withheld(self) -> Iterator[Sentence]:
        for claim in self.document["withheld"]:
            yield self._sentence(claim["claim_id"], claim, claim["verdict"].replace("_", " "))

    def offers(self) -> Iterator[Sentence]:
        titles = {section["id"]: section["title"] for section in self.document["sections"]}
        for offer in self.document.get("offers", ()):
            title = titles.get(offer["section"], offer["section"])
            yield self._sentence(offer["offer_id"], {**offer, "reasons": [offer["reason"]]}, f"for {title}")

    def fates(self) -> Iterator[Fate]:
        if "items" not in self.document:
            return
        for fate, rows in by_fate(self.document):
            if rows:
                yield Fate(f"{in_words(fate, len(rows))} ({len(rows)})", [self._item(row) for row in rows])

    def _told(self, claim: Mapping[str, Any]) -> Sentence:
        text = as_a_sentence(claim["text"]) if claim.get("parts") else claim["text"]
        return self._sentence(claim["claim_id"], {**claim, "text": text}, _KINDS[claim["kind"]])

    def _sentence(self, sentence_id: str, said: Mapping[str, Any], note: str) -> Sentence:
        return Sentence(
            id=sentence_id,
            text=visible(said["text"]),
            note=note,
            reasons=[visible(reason) for reason in said.get("reasons", ())],
            doubts=[visible(doubt) for doubt in said.get("doubts", ())],
            sources=[self._source(item) for item in said["evidence"]],
        )

    def _source(self, item: Mapping[str, Any]) -> Source:
        quote = " ".join(visible(item["quote"]).split())
        before, after = self._around(item["event_id"], quote)
        return Source(
            where=_where(item),
            at=_at(item["occurred_at"]),
            before=before,
            quote=quote,
            after=after,
            link=link_to(item["permalink"], self.own_hosts),
            conversation=[_turn(turn) for turn in self.document.get("conversations", {}).get(item["event_id"], ())],
        )

    def _item(self, row: Mapping[str, Any]) -> Source:
        link = link_to(row["permalink"], self.own_hosts)
        return Source(_where(row), _at(row["at"]), visible(row["words"]), "", "", link, ())

    def _around(self, event_id: str, quote: str) -> tuple[str, str]:
        """What the list of items has of the event before and behind the quote."""
        for row in self.document.get("items", ()):
            if row["event_id"] == event_id:
                before, found, after = visible(row["words"]).partition(quote)
                return (before, after) if found else ("", "")
        return "", ""


def _where(item: Mapping[str, Any]) -> str:
    """ "Mia Chen, Slack"."""
    author = visible(item["author"] or "")
    return f"{author}, {label_of(item['platform'])}" if author else label_of(item["platform"])


def _at(moment: str) -> str:
    """ "Mon 9 Nov, 10:12", on the agency's clock."""
    at = datetime.fromisoformat(moment)
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def _turn(turn: Mapping[str, Any]) -> Turn:
    who = visible(turn["author"] or "somebody")
    return Turn(who, turn.get("side") or "", _at(turn["at"]), visible(turn["text"]), bool(turn.get("is_quoted")))


def _notes(document: Mapping[str, Any]) -> list[str]:
    lines = [writer_line(document.get("writer") or {}), judge_line(document.get("judge") or {})]
    return [*filter(None, lines), *(f"Not read: {visible(line)}" for line in document.get("incomplete", ()))]


def _since_version(ledger: Ledger, version: Version) -> list[Piece]:
    """Word by word; nothing where there is no version before or it says the same."""
    before = ledger.documents({version.key: version.version - 1}).get(version.key)
    if before is None:
        return []
    pieces = word_diff(visible(plain_text(before)), visible(plain_text(version.document)))
    return [] if all(piece.kind == "same" for piece in pieces) else pieces


def _since_issue(ledger: Ledger, version: Version) -> Changes | None:
    """Since what was sent last, or where nothing was, since the newest draft of an earlier week."""
    sent = ledger.last_sent([version.key]).get(version.key)
    if sent is not None:
        week, before = sent.week, sent.document
    else:
        issues = ledger.earlier_issues([version.key], 1)[version.key]
        if not issues:
            return None
        week = issues[0].week
        key = DeliverableKey(version.client, week, version.type)
        before = ledger.documents({key: issues[0].version}).get(key, {"sections": []})
    older, newer = sentences(before), sentences(version.document)
    return Changes(
        week,
        [visible(text) for text in newer if text not in older],
        [visible(text) for text in older if text not in newer],
    )
