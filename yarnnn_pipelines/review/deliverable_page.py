"""A deliverable beside its sources: what the page shows of one version, read off the ledger.

DuckDB lets one process write and then no other even read, so of a conversation only what stands in the version's
document can be shown. Only whoever looks for words reads the warehouse, and does without where a run has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.deliverables.items import by_fate, coverage_line, in_words
from yarnnn_pipelines.deliverables.preferences.preference import in_words as preference_in_words
from yarnnn_pipelines.deliverables.preferences.preference import is_added, preferences_from_json
from yarnnn_pipelines.deliverables.render.links import link_to
from yarnnn_pipelines.deliverables.render.offer_line import needs_line
from yarnnn_pipelines.deliverables.render.render import html_of
from yarnnn_pipelines.deliverables.render.writer_line import judge_line, writer_line
from yarnnn_pipelines.english.clauses import as_a_sentence
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.addressees import addressed_if_any
from yarnnn_pipelines.review.changes import Changes, since_issue, since_version
from yarnnn_pipelines.review.found_items import found_items
from yarnnn_pipelines.review.several import bound_to
from yarnnn_pipelines.review.versions_page import Approved, PastVersion, approval_of, versions_listed
from yarnnn_pipelines.review.words import Mark, Piece, mark_of
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.stages.cited import Cited
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Request, Snooze, Version
from yarnnn_pipelines.supervision.edits import SUMS_UP
from yarnnn_pipelines.supervision.effort import Effort, efforts

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
    event_id: str


@dataclass(frozen=True)
class Sentence:
    """A claim, told or withheld, or an offer."""

    id: str
    text: str
    note: str  # how it was worded; of a withheld one the verdict, of an offer the section
    reasons: Sequence[str]
    doubts: Sequence[str]
    sources: Sequence[Source]
    place: str  # told, withheld or offered
    section: str
    is_to_vouch: bool = False
    by: str = ""  # the person who put it there
    moves: Moves | None = None


class Moves(NamedTuple):
    """Where a told sentence can go in its section: the id of the sentence that it then precedes, '' for the end, None
    where it can't. is_summing_up: it has a place of its own, and goes into no other section."""

    up: str | None
    down: str | None
    is_summing_up: bool


class Heading(NamedTuple):
    """A section that says something, or that its reviewer usually adds."""

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
    shaped_by: Sequence[tuple[str, str]]  # each preference in words, and whose it is
    chosen: Sentence | None
    nameable: Sequence[Source]  # items that a person can say their sentence rests on
    not_searched: UserError | None  # why whole texts could not be searched for these
    is_gone: bool  # the chosen sentence is no longer there
    notes: Sequence[str]
    coverage: str
    fates: Sequence[Fate] | None
    versions: Sequence[PastVersion]
    copy: str  # the sent copy as its reader sees it, in HTML
    since_version: Sequence[Piece]
    since_issue: Changes | None
    struck: Sequence[Struck]
    went: Sequence[Went]
    idle: Sequence[int]
    section_titles: Mapping[str, str]
    last_edit: int
    rejection: str
    addressed: Addressed
    bound: str  # see `bound_to`
    effort: Effort
    approval: Approved | None
    snooze: Snooze | None
    asked_anew: Request | None
    tomorrow: date

    @property
    def is_open(self) -> bool:
        """Whether somebody may still change and decide it."""
        return self.version.state in ("drafted", "approved", "abstained", "blocked", "rejected")

    @property
    def first_section(self) -> str:
        """Below the lines that sum up."""
        sections = self.version.document["sections"]
        telling = (one for one in sections if one["claims"])
        told = (one["id"] for one in telling if all(claim.get("slot") not in SUMS_UP for claim in one["claims"]))
        return next(told, sections[-1]["id"] if sections else "")

    @property
    def waits(self) -> bool:
        return self.version.state in ("drafted", "in_review", "blocked")

    @property
    def is_in_doubt(self) -> bool:
        return bool(self.version.in_doubt)

    @property
    def rejected_before(self) -> PastVersion | None:
        """The version before this one, where it was rejected to the last."""
        before = self.versions[1] if len(self.versions) > 1 else None
        return before if before and before.decided and before.decided[-1].startswith("rejected by") else None

    @property
    def to_vouch(self) -> int:
        return sum(one.is_to_vouch for heading in self.sections for one in heading.sentences)


class Went(NamedTuple):
    """A line that summed up what somebody changed, and went with it."""

    text: str
    section: str


class Struck(NamedTuple):
    """What somebody took out. edit: the number under which it is taken back."""

    text: str
    who: str
    why: str
    edit: int


def _shaped_by(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    titles = {section["id"]: section["title"] for section in document["sections"]}
    rules = preferences_from_json(document.get("preferences", ())).each
    return [(visible(preference_in_words(rule, titles)), rule.scope) for rule in rules]


class Shows(NamedTuple):
    """What a visitor has before them. chosen: a sentence's id, or ''; find: words of the items to name as its source,
    '': its own; items: whether every item is listed."""

    chosen: str = ""
    find: str = ""
    items: bool = False


def deliverable_page(ledger: Ledger, key: DeliverableKey, shows: Shows, project: Project) -> Page | None:
    """None where there is no such deliverable."""
    settings = project.settings
    version = ledger.latest(*key)
    if version is None:
        return None
    reader = _Reader(version.document, settings.sources.own_hosts())
    addressed = addressed_if_any(settings, key) or Addressed((), ())
    sections, withheld, offers = list(reader.sections()), list(reader.withheld()), list(reader.offers())
    told = [sentence for section in sections for sentence in section.sentences]
    by_id = {sentence.id: sentence for sentence in (*offers, *withheld, *told)}
    first = next((sentence for sentence in told if sentence.doubts), told[0] if told else None)
    chosen = by_id.get(shows.chosen) if shows.chosen else first
    nameable, not_searched = _nameable(project, version, reader, chosen, shows.find)
    return Page(
        version=version,
        mark=mark_of(version),
        sections=sections,
        withheld=withheld,
        offers=offers,
        shaped_by=_shaped_by(version.document),
        chosen=chosen,
        nameable=nameable,
        not_searched=not_searched,
        is_gone=bool(shows.chosen) and chosen is None,
        notes=_notes(version.document),
        coverage=coverage_line(version.document["coverage"]),
        fates=list(reader.fates()) if shows.items else None,
        versions=versions_listed(ledger, key, settings.agency.time_zone),
        copy=html_of(version.markdown),
        since_version=since_version(ledger, version),
        since_issue=since_issue(ledger, version),
        struck=[
            Struck(visible(one["text"]), one["editor"], one["why"] or "", one["number"])
            for one in version.document.get("edits", {}).get("struck", ())
        ],
        went=[
            Went(visible(as_a_sentence(one["text"])), one["section"])
            for one in version.document.get("edits", {}).get("went", ())
        ],
        idle=version.document.get("edits", {}).get("idle", ()),
        section_titles={section["id"]: section["title"] for section in version.document["sections"]},
        last_edit=ledger.last_edits([key]).get(key, 0),
        rejection=ledger.rejection(key) if version.state == "rejected" else "",
        addressed=addressed,
        bound=bound_to(version, addressed),
        effort=efforts(ledger, [key])[key],
        approval=approval_of(ledger, version),
        snooze=ledger.snoozed([key.client_id], [key.week]).get(key),
        asked_anew=next(iter(ledger.asked_anew(key)), None),
        tomorrow=datetime.now(ZoneInfo(settings.agency.time_zone)).date() + timedelta(days=1),
    )


def _nameable(
    project: Project, version: Version, reader: _Reader, sentence: Sentence | None, find: str
) -> tuple[list[Source], UserError | None]:
    """For a sentence that a person put there: the items that speak of it, or of the words to find."""
    if sentence is None or not sentence.by or sentence.place != "told":
        return [], None
    proven = set() if sentence.is_to_vouch else {source.event_id for source in sentence.sources}
    found, trouble = found_items(project, version, sentence.text, find)
    return [reader.item(one) for one in found if one.row["event_id"] not in proven], trouble


@dataclass(frozen=True)
class _Reader:
    """Reads one version's document; documents of earlier yarnnns lack some of its keys."""

    document: Mapping[str, Any]
    own_hosts: Collection[str]

    def sections(self) -> Iterator[Heading]:
        for section in self.document["sections"]:
            if section["claims"] or is_added(section["id"]):
                ids = [claim["claim_id"] for claim in section["claims"]]
                told = [self._told(claim, section["id"], ids) for claim in section["claims"]]
                yield Heading(section["title"], told)

    def withheld(self) -> Iterator[Sentence]:
        for claim in self.document["withheld"]:
            yield self._sentence(claim["claim_id"], claim, claim["verdict"].replace("_", " "), "withheld")

    def offers(self) -> Iterator[Sentence]:
        titles = {section["id"]: section["title"] for section in self.document["sections"]}
        for offer in self.document.get("offers", ()):
            title = titles.get(offer["section"], offer["section"])
            reasons = [offer["reason"], *filter(None, [needs_line(offer["text"], offer.get("needs", ()))])]
            yield self._sentence(offer["offer_id"], {**offer, "reasons": reasons}, f"for {title}", "offered")

    def fates(self) -> Iterator[Fate]:
        if "items" not in self.document:
            return
        for fate, rows in by_fate(self.document):
            if rows:
                yield Fate(f"{in_words(fate, len(rows))} ({len(rows)})", [self._item(row) for row in rows])

    def item(self, cited: Cited) -> Source:
        """An item with the words of it that were looked for."""
        return self._item(cited.row)._replace(before=visible(cited.words))

    def _told(self, claim: Mapping[str, Any], section: str, ids: Sequence[str]) -> Sentence:
        """ids: of all sentences of the section in which it stands, which somebody may have moved it to."""
        text = as_a_sentence(claim["text"]) if claim.get("parts") else claim["text"]
        note = f"worded by {claim['by']}" if claim.get("by") else _KINDS[claim["kind"]]
        if claim.get("vouched_by"):
            note += f"; {claim['vouched_by']} vouches for it"
        sentence = self._sentence(claim["claim_id"], {**claim, "text": text, "section": section}, note, "told")
        return replace(sentence, moves=_moves(claim, ids))

    def _sentence(self, sentence_id: str, said: Mapping[str, Any], note: str, place: str) -> Sentence:
        return Sentence(
            id=sentence_id,
            text=visible(said["text"]),
            note=note,
            reasons=[visible(reason) for reason in said.get("reasons", ())],
            doubts=[visible(doubt) for doubt in said.get("doubts", ())],
            sources=[self._source(item) for item in said["evidence"]],
            place=place,
            section=said["section"],
            is_to_vouch=said.get("verdict") == "to_vouch",
            by=said.get("by") or "",
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
            conversation=self._conversation(item["event_id"]),
            event_id=item["event_id"],
        )

    def _conversation(self, event_id: str) -> list[Turn]:
        """The turns around an event, as its version keeps them; one that stands alone is in none."""
        turns = self.document.get("turns", ())
        own = next((turn["conversation"] for turn in turns if turn["event_id"] == event_id), None)
        return [_turn(turn, event_id) for turn in turns if turn["conversation"] == own]

    def _item(self, row: Mapping[str, Any]) -> Source:
        link = link_to(row["permalink"], self.own_hosts)
        return Source(_where(row), _at(row["at"]), visible(row["words"]), "", "", link, (), row["event_id"])

    def _around(self, event_id: str, quote: str) -> tuple[str, str]:
        """What the list of items has of the event before and behind the quote."""
        for row in self.document.get("items", ()):
            if row["event_id"] == event_id:
                before, found, after = visible(row["words"]).partition(quote)
                return (before, after) if found else ("", "")
        return "", ""


def _moves(claim: Mapping[str, Any], ids: Sequence[str]) -> Moves:
    at = ids.index(claim["claim_id"])
    up = ids[at - 1] if at > 0 else None
    down = None if at + 1 == len(ids) else ids[at + 2] if at + 2 < len(ids) else ""
    return Moves(up, down, claim.get("slot") in SUMS_UP)


def _where(item: Mapping[str, Any]) -> str:
    """ "Mia Chen, Slack"."""
    author = visible(item["author"] or "")
    return f"{author}, {label_of(item['platform'])}" if author else label_of(item["platform"])


def _at(moment: str) -> str:
    """ "Mon 9 Nov, 10:12", on the agency's clock."""
    at = datetime.fromisoformat(moment)
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def _turn(turn: Mapping[str, Any], event_id: str) -> Turn:
    who = visible(turn["author"] or "somebody")
    text = " ".join(visible(turn["text"]).split())
    return Turn(who, turn["side"], _at(turn["at"]), text, turn["event_id"] == event_id)


def _notes(document: Mapping[str, Any]) -> list[str]:
    lines = [writer_line(document.get("writer") or {}), judge_line(document.get("judge") or {})]
    return [*filter(None, lines), *(f"Not read: {visible(line)}" for line in document.get("incomplete", ()))]
