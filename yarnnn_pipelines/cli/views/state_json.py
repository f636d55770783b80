"""`yarnnn status --json`: the figures of `yarnnn status`, all of them, as one object for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from yarnnn_pipelines.cli.views import state
from yarnnn_pipelines.cli.views.coverage import CoverageFigures
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stores.ledger.rows import Standing, Version
from yarnnn_pipelines.supervision.completeness import Landings, all_holes, gaps
from yarnnn_pipelines.supervision.model_costs import WeekOfModels
from yarnnn_pipelines.supervision.standings import claims, state_counts, withheld


def as_json(
    project: Project,
    landings: Landings,
    deliverables: state.Deliverables,
    coverage: Sequence[CoverageFigures],
    models: WeekOfModels,
    warnings: Sequence[str],
) -> dict[str, Any]:
    """The object that the README documents. Instants are ISO 8601 in UTC, or null.

    agency, home;
    sources: [{source, landed_at, newest_item_at, items, new, deleted, skipped, noun, also: {noun: count}}], items being
        those of the noun;
    warnings: [text];
    completeness: [{source, name, said, landed, read_until, compared_whole_at, unread: [[from, to]], problem}], of each
        channel, label, root and calendar of a live source;
    gaps: [{source, where, what, mend}], of live sources and of the parts of exports that can't be read;
    coverage: [{week, client, quiet, type, landed, told, offered, left_out: {reason: count}, unassigned, forgotten}],
        type, told and offered null where nothing is drafted;
    deliverables: {state: count}, and of those that are in another state by now, published_before: count;
    to_correct: [{client, week, type, version, sent_version}];
    waiting: [{client, week, type, version, state, claims, withheld, autonomy, seconds, seconds_before: [seconds],
        changed_before: [share]}], seconds of reviewing it, null where nobody measured; changed, of the words of the
        issues before, oldest first;
    models: {week, budgets: {role: cost}, uses: [{role, model, currency, requests, input_tokens, output_tokens, cost}]},
        of the week that it is now.
    """
    settings = project.settings
    return {
        "agency": settings.agency.name,
        "home": str(project.home.root),
        "sources": [
            asdict(source) | {"landed_at": source.landed_at.isoformat() if source.landed_at else None}
            for source in state.source_figures(settings, landings)
        ],
        "warnings": list(warnings),
        "completeness": [asdict(account) for account in state.account_figures(settings, landings)],
        "gaps": [
            {"source": gap.platform, "where": gap.where, "what": gap.what, "mend": gap.mend}
            for gap in (*gaps(settings, landings, None, None), *all_holes(settings, landings))
        ],
        "coverage": [asdict(row) for row in coverage],
        "deliverables": state_counts(deliverables.standings),
        "to_correct": [_key(standing) | {"sent_version": standing.sent_as} for standing in deliverables.to_correct],
        "waiting": [_waiting(version, deliverables) for version in deliverables.waiting],
        "models": asdict(models) | {"uses": [use._asdict() for use in models.uses]},
    }


def _waiting(version: Version, deliverables: state.Deliverables) -> dict[str, Any]:
    effort = deliverables.efforts[version.key]
    return _key(version) | {
        "state": version.state,
        "claims": claims(version),
        "withheld": withheld(version),
        "autonomy": deliverables.levels.get((version.client, version.type)),
        "seconds": effort.seconds,
        "seconds_before": list(effort.seconds_before),
        "changed_before": list(effort.changed_before),
    }


def _key(standing: Standing | Version) -> dict[str, Any]:
    return {
        "client": standing.client,
        "week": standing.week,
        "type": standing.type,
        "version": standing.version,
    }
