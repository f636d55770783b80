"""Draft: each client's week read from the warehouse, made a brief, worded by the writer, kept in the ledger."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from yarnnn_pipelines.config.choices import WRITERS
from yarnnn_pipelines.config.deliverable_types import deliverable_type, deliverable_types
from yarnnn_pipelines.context.stakeholders.reading import read_people
from yarnnn_pipelines.context.stakeholders.records import Person
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.spans import why_not_due
from yarnnn_pipelines.deliverables.brief.asked_about import for_readers
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.brief.by_topic import ranked_by_topic
from yarnnn_pipelines.deliverables.brief.earlier_issues import LastIssue
from yarnnn_pipelines.deliverables.brief.struck_before import without_struck
from yarnnn_pipelines.deliverables.claims import Draft, as_json, draft_from_json
from yarnnn_pipelines.deliverables.gate.preferred_words import allowed
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import WeekContext
from yarnnn_pipelines.deliverables.week.spans import read_contexts
from yarnnn_pipelines.deliverables.writers.protocol import Writer
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.batch import LONGEST_SECONDS, Batch, for_each, from_warehouse
from yarnnn_pipelines.stages.learn import preferences_for
from yarnnn_pipelines.stages.readers import Readers
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import NewDraft, Version
from yarnnn_pipelines.supervision.model_costs import carry_over, keep_costs
from yarnnn_pipelines.supervision.struck import struck_before

if TYPE_CHECKING:
    import duckdb


def draft_batch(
    project: Project,
    ledger: Ledger,
    type_id: str,
    keys: Iterable[ClientWeek],
    stored_too: Callable[[Mapping[ClientWeek, Draft]], None] = lambda _: None,
) -> Batch[Draft]:
    """Write and store a draft for each client week whose context is there.

    stored_too: is given the drafts as they are stored, those of one client while another's is still being written.
    """
    kind = deliverable_type(type_id, project.settings.path)
    writer: Writer = WRITERS.make(project.settings.writer.kind, project.settings.writer)
    if writer.spending:
        carry_over(writer.spending, ledger, project.settings)
    wanted = sorted(set(keys))
    stored = _stored(ledger, type_id, wanted) if writer.looks_back else {}
    preferred = preferences_for(ledger, project.settings, (key.deliverable(type_id) for key in wanted))
    told_to = [one for one in deliverable_types(project.settings.path).values() if one.audience == kind.audience]
    struck = struck_before(ledger, wanted, (one.id for one in told_to)) if kind.looks_back else {}
    told_last = ledger.last_sent(key.deliverable(type_id) for key in wanted) if writer.looks_back else {}

    def read(con: duckdb.DuckDBPyConnection) -> tuple[dict[ClientWeek, WeekContext], list[Person]]:
        weeks = read_contexts(con, project.settings, kind, wanted)
        return weeks, read_people(con) if weeks else []

    weeks, people = from_warehouse(project, read)
    readers = Readers(people, project.settings, ledger)

    def work(key: ClientWeek) -> Draft:
        if kind.span_in(key.week, project.settings.agency.start) is None:
            raise why_not_due(kind.id, key.week, project.settings.agency.start)
        if key not in weeks:
            raise UserError(
                "its context has not been built", where=str(key), mend=f"run `yarnnn run --week {key.week}`"
            )
        started = time.perf_counter()
        last_issue = _last_issue(told_last.get(key.deliverable(type_id)))
        preferences = allowed(preferred[key.deliverable(type_id)], frame_for(weeks[key]), kind.audience)
        as_wanted = shaped(kind, preferences)
        brief = for_readers(make_brief(weeks[key], as_wanted), as_wanted, readers.of(weeks[key], kind))
        brief = replace(brief, last_issue=last_issue, preferences=preferences)
        brief = without_struck(ranked_by_topic(brief, as_wanted), struck.get(key, ()))
        try:
            draft = writer.write(brief, as_wanted, stored.get(key))
        finally:
            if writer.spending:
                keep_costs(writer.spending, ledger, type_id)
        return replace(draft, seconds=time.perf_counter() - started)

    def store(drafts: Mapping[ClientWeek, Draft]) -> None:
        new = [NewDraft(one.client, one.week, one.type, one.input_hash, as_json(one)) for one in drafts.values()]
        ledger.save_drafts(new)
        stored_too(drafts)

    longest = LONGEST_SECONDS + writer.waits_seconds
    return for_each(wanted, work, longest=longest, at_once=writer.at_once, hand_over=store)


def _stored(ledger: Ledger, type_id: str, keys: Iterable[ClientWeek]) -> dict[ClientWeek, Draft]:
    documents = ledger.drafts(key.deliverable(type_id) for key in keys)
    return {ClientWeek(*key[:2]): draft_from_json(document) for key, document in documents.items()}


def _last_issue(version: Version | None) -> LastIssue | None:
    if version is None:
        return None
    claims = [claim for section in version.document["sections"] for claim in section["claims"]]
    return LastIssue(version.week, tuple(claim["text"] for claim in claims if not claim["parts"]))  # no summing up
