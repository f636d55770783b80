"""The receipt of a request: what was removed and what stays, in counts and places, without a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import current_week
from yarnnn_pipelines.forgetting.derived_rows import weeks_to_build
from yarnnn_pipelines.forgetting.plan import Plan
from yarnnn_pipelines.forgetting.run_history import count_events
from yarnnn_pipelines.project import Project


@dataclass(frozen=True)
class Receipt:
    """What was removed and what stays.

    removed, redacted: {store and table: rows or files}. sent: client, week, type, version, at, locations of each
    published version that quotes it. stays: {place: why it can't be removed here}. weeks: to be built again. elsewhere:
    where the other homes of the ledger are, which still hold it.
    """

    kind: str
    removed: dict[str, int] = field(default_factory=dict)
    redacted: dict[str, int] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    stays: dict[str, str] = field(default_factory=dict)
    weeks: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Receipt:
        return cls(**stored)

    def merged(self, before: Receipt) -> Receipt:
        """Together with the receipt of the same request that was stopped midway."""
        return Receipt(
            self.kind,
            removed=_larger(before.removed, self.removed),
            redacted=_larger(before.redacted, self.redacted),
            sent=[*before.sent, *(version for version in self.sent if version not in before.sent)],
            stays=before.stays | self.stays,
            weeks=sorted({*before.weeks, *self.weeks}),
            elsewhere=self.elsewhere,
        )


def _larger(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    return {name: max(before.get(name, 0), after.get(name, 0)) for name in {**before, **after}}


def receipt_of(project: Project, plan: Plan) -> Receipt:
    """The receipt that a plan comes to, together with what the same request had removed when it was stopped."""
    zone = project.settings.agency.time_zone
    receipt = Receipt(
        plan.kind,
        removed=_removed(project, plan),
        redacted=_redacted(plan),
        sent=plan.documents.sent,
        stays=_stays(project.settings, plan),
        weeks=list(weeks_to_build(project.settings, plan.derived.weeks, current_week(zone))),
    )
    return receipt.merged(Receipt.from_json(plan.stopped.receipt)) if plan.stopped else receipt


def _removed(project: Project, plan: Plan) -> dict[str, int]:
    documents = plan.documents
    counts = {f"warehouse {name}": sum(versions.values()) for name, versions in plan.raw.gone.items()}
    counts |= {f"warehouse {name}": count for name, count in sorted(plan.derived.counts.items())}
    counts |= {
        "ledger drafts": len(documents.drafts),
        "ledger deliverable_versions": len(documents.blanked) + len(documents.deleted),
        "ledger edits": len(documents.edits),
        "ledger lessons": len(documents.lessons),
        "ledger preferences_set": len(documents.preferences),
        "ledger outcomes and moves": documents.autonomy,
        "ledger week_coverage": documents.coverage,
        "ledger removed_conclusions": documents.conclusions,
        "draft files": len(plan.files),
        **{f"Dagster {table}": count for table, count in count_events(project.home, plan.history).items()},
    }
    return {name: count for name, count in counts.items() if count}


def _redacted(plan: Plan) -> dict[str, int]:
    counts = {f"warehouse {name}": len(rows) for name, rows in plan.raw.changed.items()}
    counts |= {
        "ledger deliverable_versions (sent)": len(plan.documents.scrubbed),
        "ledger deliverable_versions (lists of items)": len(plan.documents.relisted),
        "ledger landings": len(plan.documents.landings),
        "ledger model_use": plan.documents.model_use,
    }
    return {name: count for name, count in counts.items() if count}


def _stays(settings: Settings, plan: Plan) -> dict[str, str]:
    """What lies outside the home, or was sent: named, for a person to decide."""
    stays = {}
    platforms = {name.partition(".")[0] for name in (*plan.raw.gone, *plan.raw.changed)}
    for platform, source in settings.sources.configured().items():
        if platform in platforms:
            for path in source.export:
                stays[str(path)] = f"your {platform} export may hold it; it will not land again, and the file is yours"
    client = plan.target.client
    if client:
        stays[str(settings.path)] = (
            f"it still has the client {client.id}: take it out, or its weeks are made again, empty"
        )
    elif settings.path.exists() and plan.target.forgotten.holds(settings.path.read_text(encoding="utf-8")):
        stays[str(settings.path)] = "it names this person: take them out, or the next run knows them again as a contact"
    for version in plan.documents.sent:
        stays |= dict.fromkeys(version["locations"], "it was sent")
    return stays
