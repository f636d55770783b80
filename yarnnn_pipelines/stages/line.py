"""The line's steps over a batch of client weeks: read one store, call a room, write the next store.

This is where the rooms are joined, so that each of them stays free of the others and the graph stays thin. A step
holds the warehouse only while it reads. One client that fails does not cost the others: its error is in the result.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import duckdb

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.claims import Draft, as_json, digest, draft_from_json
from yarnnn_pipelines.deliverables.gate.gate import Gated, evidence_wanted, judge
from yarnnn_pipelines.deliverables.render.render import html_page, review_markdown, sent_markdown
from yarnnn_pipelines.deliverables.slots.slots import frame_of
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence, read_client_weeks, read_people, read_stored
from yarnnn_pipelines.deliverables.week.other_clients import names_of_others
from yarnnn_pipelines.deliverables.writers import extractive
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.publishing.destinations.files import write_atomically
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.stores.ledger.ledger import Ledger, NewVersion, Version
from yarnnn_pipelines.supervision.completeness import Landings, gaps

Pair = tuple[str, str]  # client id, week
Result = TypeVar("Result")
WORKERS = 4


@dataclass
class Batch(Generic[Result]):
    """What became of each pair: a result or the error that stopped it."""

    done: dict[Pair, Result] = field(default_factory=dict)
    failed: dict[Pair, Exception] = field(default_factory=dict)


def _each(pairs: Iterable[Pair], work: Callable[[Pair], Result]) -> Batch[Result]:
    batch: Batch[Result] = Batch()
    wanted = list(pairs)
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        for pair, future in [(pair, pool.submit(work, pair)) for pair in wanted]:
            error = future.exception()
            if isinstance(error, Exception):
                batch.failed[pair] = error
            else:
                batch.done[pair] = future.result()
    return batch


def _read(project: Project, reading: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    if not project.home.warehouse.exists():
        raise UserError("nothing has been landed yet", where=str(project.home.warehouse), mend="run `yarnnn sync`")
    with (
        project.home.warehouse_lock(),
        duckdb.connect(str(project.home.warehouse), read_only=True) as con,
    ):
        return reading(con)


# --- draft -----------------------------------------------------------------------------------------------------------


def draft_batch(project: Project, ledger: Ledger, type_id: str, pairs: Iterable[Pair]) -> Batch[Draft]:
    """Write and store a draft for each client week whose context is there."""
    kind = deliverable_type(type_id, project.settings)
    wanted = sorted(set(pairs))
    weeks = _read(project, lambda con: read_client_weeks(con, project.settings, wanted))

    def work(pair: Pair) -> Draft:
        if pair not in weeks:
            raise UserError(
                "its context has not been built", where=" ".join(pair), mend=f"run `yarnnn run --week {pair[1]}`"
            )
        return extractive.write(weeks[pair], kind)

    batch = _each(wanted, work)
    ledger.save_drafts(
        [
            {
                "client": draft.client,
                "week": draft.week,
                "type": draft.type,
                "input_hash": draft.input_hash,
                "document": as_json(draft),
            }
            for draft in batch.done.values()
        ]
    )
    return batch


# --- gate ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """A gated version as it was stored, with what its draft files are called."""

    gated: Gated
    version: Version
    files: dict[str, str]


def gate_batch(project: Project, ledger: Ledger, type_id: str, pairs: Iterable[Pair]) -> Batch[Judged]:
    """Judge each stored draft against the stored events, store the version and write the drafts for approval."""
    kind = deliverable_type(type_id, project.settings)
    wanted = sorted(set(pairs))
    documents = ledger.drafts((client, week, type_id) for client, week in wanted)
    drafts = {(client, week): draft_from_json(document) for (client, week, _), document in documents.items()}
    keys = {key for draft in drafts.values() for key in evidence_wanted(draft)}
    landings = ledger.last_landings()
    stored, people = _read(project, lambda con: (read_stored(con, keys), read_people(con)))

    def work(pair: Pair) -> tuple[Gated, NewVersion]:
        if pair not in drafts:
            raise UserError("there is no draft", where=" ".join(pair), mend=f"run `yarnnn run --week {pair[1]}`")
        started = time.perf_counter()
        draft = drafts[pair]
        client = project.settings.client(pair[0])
        zone, others = project.settings.agency.time_zone, names_of_others(project.settings, client.id, people)
        frame = frame_of(client, pair[1], zone, people, others)
        gated = judge(draft, frame, kind.audience, stored)
        missing = [str(gap) for gap in gaps(project.settings, landings, client, pair[1])]
        is_noted = bool(missing) and project.settings.sources.when_incomplete == "warn"
        seconds = time.perf_counter() - started
        return gated, _new_version(gated, kind, stored, seconds, missing, is_noted)

    judged = _each(wanted, work)
    versions = ledger.save_versions([new for _, new in judged.done.values()])

    def write(pair: Pair) -> Judged:
        gated, _ = judged.done[pair]
        version = versions[pair[0], pair[1], type_id]
        return Judged(gated, version, _write_draft_files(project, gated, version))

    batch = _each(judged.done, write)
    return Batch(batch.done, {**judged.failed, **batch.failed})


def _new_version(
    gated: Gated,
    kind: DeliverableType,
    stored: Mapping[tuple[str, str], StoredEvidence],
    seconds: float,
    missing: list[str],
    is_noted: bool,
) -> NewVersion:
    draft = gated.draft
    substance = {section.id for section in kind.sections if section.substance}
    says_something = any(section.claims for section in gated.sections if section.id in substance)
    wanted_to = any(claim.section in substance for claim in gated.withheld)
    outcome = "drafted" if says_something else ("blocked" if wanted_to else "abstained")
    markdown = sent_markdown(draft.title, gated.sections, kind, not is_noted) if outcome == "drafted" else ""
    document = {
        "title": draft.title,
        "sections": [as_json(section) for section in gated.sections],
        "withheld": [as_json(claim) for claim in gated.withheld],
        "coverage": _coverage(gated, stored),
        "incomplete": missing,
        "cost": {"seconds": round(draft.seconds + seconds, 4)},
    }
    return NewVersion(
        client=draft.client,
        week=draft.week,
        type=draft.type,
        outcome=outcome,
        input_hash=digest("\n".join((draft.input_hash, *missing))) if missing else draft.input_hash,
        content_hash=digest(markdown),
        markdown=markdown,
        document=document,
    )


def _coverage(gated: Gated, stored: Mapping[tuple[str, str], StoredEvidence]) -> dict[str, Any]:
    """landed = used + everything ignored, each with its reason."""
    read = gated.draft.coverage
    cited = {(item.event_id, item.version) for claim in gated.claims for item in claim.evidence}
    used = len({event_id for event_id, version in cited if stored[event_id, version].week == gated.draft.week})
    ignored = Counter(read["ignored"])
    rest = read["landed"] - used - ignored.total()
    reasons = dict(read.get("left_out", {}))
    withheld = {item.event_id for claim in gated.withheld for item in claim.evidence}
    reasons |= dict.fromkeys(withheld & set(reasons), "withheld")
    told = {event_id for event_id, _ in cited}
    ignored.update([reason for event_id, reason in sorted(reasons.items()) if event_id not in told][: max(0, rest)])
    rest = read["landed"] - used - ignored.total()
    if rest > 0:
        ignored["nothing_to_tell"] = rest
    return {"landed": read["landed"], "used": used, "ignored": dict(ignored), "unassigned": read["unassigned"]}


def _write_draft_files(project: Project, gated: Gated, version: Version) -> dict[str, str]:
    """The review copy always, the sent copy where there is one; a file that no longer holds is taken away."""
    folder = project.home.drafts / version.client / version.week
    title = version.document["title"]
    document = version.document
    outcome = version.state if version.state in ("abstained", "blocked") else "drafted"
    review = review_markdown(
        gated,
        version.version,
        outcome,
        document["coverage"],
        document["changes_since"],
        document.get("incomplete", ()),
    )
    contents = {
        f"{version.type}.review.md": review,
        f"{version.type}.review.html": html_page(title, review),
        f"{version.type}.md": version.markdown or None,
        f"{version.type}.html": html_page(title, version.markdown) if version.markdown else None,
    }
    written = {}
    for name, text in contents.items():
        path = folder / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                write_atomically(path, text)
            written[name] = str(path)
    return written


# --- publish ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    version: Version
    locations: tuple[str, ...]


def publish_batch(project: Project, ledger: Ledger, type_id: str, pairs: Iterable[Pair]) -> Batch[Published]:
    """Publish what is approved among the pairs; what is not stays where it is and is not in the result."""
    found = ledger.newest((client, week, type_id) for client, week in set(pairs))
    ready = {key[:2]: version for key, version in found.items() if version.state in ("approved", "published")}
    landings = ledger.last_landings()

    def work(pair: Pair) -> Published:
        client = project.settings.client(pair[0])
        wanted = next((d for d in client.deliverables if d.type == type_id), None)
        if wanted is None:
            raise UserError(
                f"{client.id} has no deliverable of type {type_id!r}",
                where=str(project.settings.path),
                mend="add it under the client's `deliverables`",
            )
        version = ready[pair]
        if version.state != "published":
            refuse_incomplete(project, landings, *pair)
        places = publish_version(ledger, version, list(wanted.destinations), project.home.published, html_page)
        return Published(replace(version, state="published", locations=tuple(places)), tuple(places))

    return _each(sorted(ready), work)


def refuse_incomplete(project: Project, landings: Landings, client_id: str, week: str) -> None:
    """`UserError` where a source of this client and week has not been read in full, unless the settings allow that."""
    if project.settings.sources.when_incomplete == "warn":
        return
    missing = gaps(project.settings, landings, project.settings.client(client_id), week)
    if missing:
        more = f" (and {len(missing) - 1} more, see `yarnnn status`)" if len(missing) > 1 else ""
        raise UserError(
            f"a source of this week has not been read in full: {missing[0].where}: {missing[0].what}{more}",
            where=f"{client_id} {week}",
            mend=f"{missing[0].mend}; to send all the same, with a note that says so, set `when_incomplete: warn` "
            "under `sources:`",
        )
