"""Gate: each stored draft judged against the stored events, kept as a version, and written out for approval."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Offer, as_json, digest, draft_from_json
from yarnnn_pipelines.deliverables.gate.gate import Gated, evidence_wanted, first_week_needed, judge
from yarnnn_pipelines.deliverables.gate.grounds import Stored
from yarnnn_pipelines.deliverables.gate.places import readings_of
from yarnnn_pipelines.deliverables.gate.preferred_words import with_allowed
from yarnnn_pipelines.deliverables.items import Outcome, Withheld, coverage_of, fates
from yarnnn_pipelines.deliverables.judge.judge import Judge
from yarnnn_pipelines.deliverables.lines import with_labels
from yarnnn_pipelines.deliverables.preferences.form import form_of
from yarnnn_pipelines.deliverables.preferences.preference import preferences_from_json
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.render.render import html_page, review_markdown, sent_markdown
from yarnnn_pipelines.deliverables.slots.frame import Frame, frame_of
from yarnnn_pipelines.deliverables.turns_around import turns_around
from yarnnn_pipelines.deliverables.week.agency_marks import AgencyMarks
from yarnnn_pipelines.deliverables.week.client_week import (
    Event,
    read_internal_channels,
    read_people,
    read_seen_with,
    read_stored,
)
from yarnnn_pipelines.deliverables.week.spans import events_of
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.autonomy import settle
from yarnnn_pipelines.stages.batch import LONGEST_SECONDS, WORKERS, Batch, for_each, from_warehouse
from yarnnn_pipelines.stores.draft_files import DraftFiles
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import NewVersion, Version
from yarnnn_pipelines.stores.locks import WAREHOUSE_WAIT_SECONDS
from yarnnn_pipelines.supervision.completeness import gaps
from yarnnn_pipelines.supervision.edits import account_of, settled, went_with_it, with_edits
from yarnnn_pipelines.supervision.making import making_of
from yarnnn_pipelines.supervision.model_costs import carry_over, keep_costs
from yarnnn_pipelines.supervision.queue import figures_of
from yarnnn_pipelines.supervision.same_sentences import same_sentences
from yarnnn_pipelines.supervision.sources_now import as_known_now

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Judged:
    """A gated version as it was stored, with its draft files by name.

    edited: where the files of the draft before lie now that somebody had edited by hand.
    """

    gated: Gated
    version: Version
    files: dict[str, Path]
    edited: list[Path]


def gate_batch(
    project: Project,
    ledger: Ledger,
    type_id: str,
    keys: Iterable[ClientWeek],
    wait_seconds: float = WAREHOUSE_WAIT_SECONDS,
) -> Batch[Judged]:
    """Judge each stored draft with what people changed of it, store the version and write the drafts for approval.

    wait_seconds: for the warehouse.
    """
    kind = deliverable_type(type_id, project.settings.path)
    wanted = sorted(set(keys))
    documents = ledger.drafts(key.deliverable(type_id) for key in wanted)
    edits = {ClientWeek(*key[:2]): made for key, made in ledger.edits(documents).items()}
    edited = {
        key: with_edits(draft_from_json(document), edits.get(key, ()))
        for key, document in ((ClientWeek(*of[:2]), document) for of, document in documents.items())
    }
    drafts = {key: each.draft for key, each in edited.items()}
    evidence = {place for draft in drafts.values() for place in evidence_wanted(draft)}
    landings = ledger.last_landings()
    settings = project.settings
    start = settings.agency.start

    def read(con: duckdb.DuckDBPyConnection) -> tuple[Stored, AgencyMarks, dict[ClientWeek, list[Event]]]:
        since = {key: first_week_needed(draft) for key, draft in drafts.items()}
        events = events_of(con, settings, kind, since) if drafts else {}
        marks = AgencyMarks(settings, read_people(con), read_internal_channels(con), read_seen_with(con))
        tried = {
            (event.event_id, event.version)
            for key, each in edited.items()
            if each.wants_sources
            for event in events.get(key, ())
        }
        return as_known_now(con, settings, read_stored(con, evidence | tried)), marks, events

    stored, marks, events = from_warehouse(project, read, wait_seconds)
    clients = {client.id: client for client in settings.clients}
    readings = readings_of(row.event for row in stored.values())
    marks.prepare()  # once, before several threads ask for it

    second_look = _SecondLook(ledger, type_id, settings, drafts)
    before = {
        key: version.document for key, version in ledger.newest(key.deliverable(type_id) for key in edits).items()
    }

    def work(key: ClientWeek) -> tuple[Gated, NewVersion]:
        if key not in drafts:
            raise UserError("there is no draft", where=str(key), mend=f"run `yarnnn run --week {key.week}`")
        started = time.perf_counter()
        client = clients[key.client_id]
        others, people = marks.others_of(client.id), marks.people_of(client.id)
        span = kind.span_in(key.week, start)
        frame = frame_of(client, key.week, settings.agency.time_zone, people, others, span)
        draft, fallen = with_allowed(drafts[key], kind, frame)
        as_wanted = shaped(kind, preferences_from_json(draft.preferences))
        gated = judge(draft, frame, as_wanted, stored, events.get(key, ()), readings)
        gated = replace(gated, withheld=(*gated.withheld, *fallen))
        gated = second_look.at(gated, as_wanted, frame, events.get(key, ()))
        went = went_with_it(gated, edited[key])
        gated = settled(gated, edited[key])
        since = span.weeks[0] if span else None
        unread = gaps(settings, landings, client, key.week, since=since)
        missing = [*map(str, unread), *drafts[key].not_read]
        lacks_some = any(gap.is_of_the_week for gap in unread) or bool(drafts[key].not_read)
        is_noted = lacks_some and settings.sources.when_incomplete == "warn"
        markdown = _sent(gated, kind, is_noted, settings.sources.own_hosts())
        beside: dict[str, Any] = {
            "turns": turns_around(_cited(gated), events.get(key, ()), client.id, settings.agency.time_zone)
        }
        if making := making_of(drafts[key], kind, settings.judge):
            beside["made_by"] = making
        if account := account_of(edited[key], edits.get(key, ()), went):
            beside["edits"] = account
        new = _new_version(gated, kind, missing, markdown, time.perf_counter() - started, beside)
        last = before.get(new.key)
        labels = with_labels(new.document, gated.draft.input_hash, last, same_sentences(edited[key]))
        return gated, replace(new, document=labels)

    written: Batch[Judged] = Batch()

    def store(judged: Mapping[ClientWeek, tuple[Gated, NewVersion]]) -> None:
        written.add(_store(project, ledger, judged))

    longest = LONGEST_SECONDS + second_look.waits_seconds
    failed = for_each(wanted, work, longest=longest, at_once=second_look.at_once, hand_over=store).failed
    return Batch({key: written.done[key] for key in wanted if key in written.done}, {**failed, **written.failed})


def _store(project: Project, ledger: Ledger, judged: Mapping[ClientWeek, tuple[Gated, NewVersion]]) -> Batch[Judged]:
    """Keep the versions, and write the files of each."""
    versions = ledger.save_versions([new for _, new in judged.values()])
    settle(project.settings, ledger, versions.values())

    def write(key: ClientWeek) -> Judged:
        gated, new = judged[key]
        version = versions[new.key]
        contents = _draft_files(project, gated, version)
        files = DraftFiles(project.home.drafts, version.key)
        edited = files.write(contents)
        lying = {name: files.folder / name for name, text in contents.items() if text is not None}
        return Judged(gated, version, lying, sorted(edited.values()))

    return for_each(judged, write, longest=None)


class _SecondLook:
    """The judge of yarnnn.yaml, beside what it said of the newest versions; looks at nothing where there is none."""

    waits_seconds = 0.0
    at_once = WORKERS

    def __init__(self, ledger: Ledger, type_id: str, settings: Settings, keys: Iterable[ClientWeek]) -> None:
        self._ledger = ledger
        self._type_id = type_id
        self._judge = Judge(settings.judge) if settings.judge else None
        self._before: dict[DeliverableKey, Version] = {}
        if self._judge:
            self._before = ledger.newest(key.deliverable(type_id) for key in keys)
            carry_over(self._judge.spending, ledger, settings)
            self.waits_seconds, self.at_once = self._judge.waits_seconds, self._judge.at_once

    def at(self, gated: Gated, kind: DeliverableType, frame: Frame, known: Iterable[Event]) -> Gated:
        if not self._judge:
            return gated
        before = self._before.get(DeliverableKey(gated.draft.client, gated.draft.week, gated.draft.type))
        said = before.document.get("judge") if before else None
        try:
            return self._judge.lower(gated, kind, frame, known, said or {})
        finally:
            keep_costs(self._judge.spending, self._ledger, self._type_id)


def _sent(gated: Gated, kind: DeliverableType, is_noted: bool, own_hosts: Collection[str]) -> str:
    """The sent copy, empty where nothing is drafted. is_noted: whether it says that not everything was read."""
    if _outcome(gated, kind) != "drafted":
        return ""
    form = form_of(preferences_from_json(gated.draft.preferences))
    return sent_markdown(gated.draft.title, gated.sections, kind, not is_noted, own_hosts, form)


def _new_version(
    gated: Gated, kind: DeliverableType, missing: list[str], markdown: str, seconds: float, beside: Mapping[str, Any]
) -> NewVersion:
    """missing: what was not read, a sentence each; markdown: the sent copy. seconds: of judging. beside: what its
    document keeps for a reviewer alone: the turns around its sentences, what made it, and what people changed."""
    draft = gated.draft
    outcome = _outcome(gated, kind)
    applied = ",".join(str(edit["number"]) for edit in beside.get("edits", {}).get("in_force", ()))
    more = [*missing, *filter(None, [gated.judge.get("asked"), applied and f"edits {applied}"])]
    document = {
        "title": draft.title,
        "sections": [as_json(section) for section in gated.sections],
        "withheld": [as_json(claim) for claim in gated.withheld],
        "offers": [as_json(offer) for offer in gated.offers],
        **items_and_coverage(gated),
        "writer": draft.writer,
        "judge": gated.judge,
        "incomplete": missing,
        **({"preferences": list(draft.preferences)} if draft.preferences else {}),
        **beside,
        "cost": {"seconds": round(draft.seconds + seconds, 4)},
    }
    return NewVersion(
        client=draft.client,
        week=draft.week,
        type=draft.type,
        outcome=outcome,
        input_hash=digest("\n".join((draft.input_hash, *more))) if more else draft.input_hash,
        content_hash=digest(markdown),
        markdown=markdown,
        document=document,
        figures=figures_of(document, len(markdown)),
    )


def _outcome(gated: Gated, kind: DeliverableType) -> Literal["drafted", "abstained", "blocked"]:
    told = [claim for section in gated.sections if section.id in kind.of_substance for claim in section.claims]
    if any(_is_news(claim, gated.draft) for claim in told):
        return "drafted"
    return "blocked" if any(claim.section in kind.of_substance for claim in gated.withheld) else "abstained"


def _is_news(claim: Claim, draft: Draft) -> bool:
    """What earlier weeks left open is told beside news, and is none by itself; what a person put there is."""
    if claim.by:
        return True
    if claim.kind == "rewrite" and draft.tells_of == "week":
        return any(item.occurred_at >= monday_of(draft.week).isoformat() for item in claim.evidence)
    return claim.slot != "promised"


def items_and_coverage(gated: Gated) -> dict[str, Any]:
    """Every landed item with its fate, and the counts."""
    draft = gated.draft
    withheld = {
        item.event_id: Withheld(claim.verdict or "unsupported", claim.reasons)
        for claim in reversed(gated.withheld)
        for item in claim.evidence
    }
    left_out = {**draft.left_out, **{event_id: reason for event_id, (reason, _) in gated.left_out.items()}}
    why = {event_id: words for event_id, (_, words) in gated.left_out.items() if words}
    outcome = Outcome(_sections_of(gated.claims), _sections_of(gated.offers), withheld, left_out, why)
    rows, ignored = fates(draft.items, outcome)
    return {"items": rows, "coverage": coverage_of(rows, ignored, draft.unassigned, draft.tells_of)}


def _cited(gated: Gated) -> set[str]:
    """The events of all that a reviewer reads: told, withheld or offered."""
    evidence = [item for claim in (*gated.claims, *gated.withheld) for item in claim.evidence]
    return {item.event_id for item in (*evidence, *(item for offer in gated.offers for item in offer.evidence))}


def _sections_of(said: Iterable[Claim | Offer]) -> dict[str, list[str]]:
    """The sections in which each event is spoken of, by event id."""
    sections: dict[str, list[str]] = defaultdict(list)
    for spoken in said:
        for item in spoken.evidence:
            if spoken.section not in sections[item.event_id]:
                sections[item.event_id].append(spoken.section)
    return sections


def _draft_files(project: Project, gated: Gated, version: Version) -> dict[str, str | None]:
    """By file name: the review copy always, the sent copy where there is one."""
    document = version.document
    title = document["title"]
    review = review_markdown(
        gated,
        version.version,
        version.state if version.state in ("abstained", "blocked") else "drafted",
        document["coverage"],
        document["changes_since"],
        document.get("incomplete", ()),
        project.settings.sources.own_hosts(),
    )
    return {
        f"{version.type}.review.md": review,
        f"{version.type}.review.html": html_page(title, review),
        f"{version.type}.md": version.markdown or None,
        f"{version.type}.html": html_page(title, version.markdown) if version.markdown else None,
    }
