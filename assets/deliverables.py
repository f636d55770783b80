"""Deliverables: one chain of assets per type file, draft -> gated -> published, for every client and week.

`client_update` is the first type file and not a special case. Choosing, wording, judging and sending are the library's
(yarnnn_pipelines.stages); here a batch becomes one materialization per client and week, with what a reader wants to
see.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import dagster as dg

from assets.automation.conditions import when_the_week_changed
from assets.context import CLIENT_CONTEXT
from assets.partitions import client_week_key, client_weekly, client_weeks_of
from assets.resources import WAREHOUSE, ProjectResource, told_plainly
from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_types
from yarnnn_pipelines.config.settings import Settings, takers_of, types_taken
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.progress import Progress
from yarnnn_pipelines.core.spans import weeks_due
from yarnnn_pipelines.deliverables.claims import TOLD, Draft
from yarnnn_pipelines.deliverables.render.doubtful import doubtful_table
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.stages.batch import Batch
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import Judged, gate_batch
from yarnnn_pipelines.stages.publish import publish_batch
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Version

GROUP = "deliverables"
OWNERS = ["team:accounts"]
GATE = "gate"

CLIENT_WEEKS_PER_RUN = 50  # of a backfill
BATCH = 50  # client weeks that are read, judged and stored together
SPANS_AT_ONCE = 5  # likewise, where each holds up to a year

PUBLISH = "publish"

Context = dg.AssetExecutionContext | dg.OpExecutionContext


class Keys(NamedTuple):
    """The assets of a type."""

    draft: dg.AssetKey
    gated: dg.AssetKey
    published: dg.AssetKey


def keys_of(type_id: str) -> Keys:
    return Keys(*(dg.AssetKey([type_id, stage]) for stage in Keys._fields))


def deliverable(kind: DeliverableType, settings: Settings) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """The chain of one type.

    Draft and gate are one step: a draft that nothing has judged is of no use to anybody. The step logs its
    materializations itself, one for each client and week with a data version of its own, which Dagster's outputs can't
    carry (docs/decisions/one-run-many-clients.md).
    """
    keys = keys_of(kind.id)
    partitions = client_weekly(settings)

    @dg.multi_asset(
        name=f"write_{kind.id}",
        specs=[_draft_spec(kind, takers_of(settings, kind.id)), _gated_spec(kind)],
        check_specs=[_gate_check_spec(kind)],
        partitions_def=partitions,
        backfill_policy=dg.BackfillPolicy.multi_run(CLIENT_WEEKS_PER_RUN),
        pool=WAREHOUSE,
    )
    def produce(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.AssetCheckResult]:
        with told_plainly(project.home):
            opened = project.open()
            ledger = agency_ledger(opened)
        wanted = _wanted(context, opened.settings, kind)
        failed: dict[ClientWeek, Exception] = {}
        judged: list[Judged] = []
        progress(kind.name, 0, len(wanted))
        at_once = BATCH if kind.tells_of == "week" else SPANS_AT_ONCE
        for start in range(0, len(wanted), at_once):
            batch = wanted[start : start + at_once]
            of_batch, errors = _produce_batch(context, opened, ledger, kind.id, batch)
            judged += of_batch
            failed |= errors
            progress(kind.name, start + len(batch), len(wanted))
        yield _gate_check(keys.gated, judged)
        _raise_for(context, failed, len(wanted))

    return [produce, _published_spec(kind, partitions)]


def _draft_spec(kind: DeliverableType, takers: Sequence[str]) -> dg.AssetSpec:
    return dg.AssetSpec(
        keys_of(kind.id).draft,
        deps=[CLIENT_CONTEXT],
        description=f"{kind.name}: what the writer says of a client's week, each claim with its sources.",
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "sqlalchemy"},
        automation_condition=when_the_week_changed(takers) if kind.cadence == "weekly" else None,
        skippable=True,
    )


def _gated_spec(kind: DeliverableType) -> dg.AssetSpec:
    keys = keys_of(kind.id)
    return dg.AssetSpec(
        keys.gated,
        deps=[keys.draft],
        description=f"{kind.name}: the claims that their stored sources bear out, rendered for approval.",
        group_name=GROUP,
        owners=OWNERS,
        kinds={"python", "markdown", "sqlalchemy"},
        skippable=True,
    )


def _gate_check_spec(kind: DeliverableType) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        GATE,
        asset=keys_of(kind.id).gated,
        blocking=True,
        description="No claim stands in a rendered text that the gate has not found supported, but a person's own.",
    )


def _published_spec(kind: DeliverableType, partitions: dg.PartitionsDefinition) -> dg.AssetSpec:
    keys = keys_of(kind.id)
    return dg.AssetSpec(
        keys.published,
        deps=[keys.gated],
        partitions_def=partitions,
        description=(
            f"{kind.name}: the exact text that was approved and sent, with its receipt. Reported by the job "
            f"`{PUBLISH}`, or by the sensor `decisions` for what `yarnnn approve` sent; there is nothing to run again."
        ),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"markdown", "sqlalchemy"},
    )


def _produce_batch(
    context: dg.AssetExecutionContext, project: Project, ledger: Ledger, type_id: str, batch: Sequence[ClientWeek]
) -> tuple[list[Judged], dict[ClientWeek, Exception]]:
    """Draft and judge one batch, and log what was made; the error of each client week that failed.

    Each is judged once it is drafted, so that a client whose draft takes minutes keeps nobody else's from its reviewer.
    """
    keys = keys_of(type_id)
    gates: Batch[Judged] = Batch()
    to_judge: dict[ClientWeek, Draft] = {}

    def judge() -> None:
        with told_plainly(project.home.root):
            judged = gate_batch(project, ledger, type_id, to_judge)
        to_judge.clear()
        for key, one in judged.done.items():
            _log_made(context, keys.gated, key, _gated_metadata(one, project.settings), one.version.content_hash)
        gates.add(judged)

    def drafted(drafts: Mapping[ClientWeek, Draft]) -> None:
        to_judge.update(drafts)
        for key, draft in drafts.items():
            _log_made(context, keys.draft, key, _draft_metadata(draft), draft.input_hash)
        with suppress(dg.Failure):  # the drafts of others go on: these are judged with them, and then it is told
            judge()

    with told_plainly(project.home.root):
        drafts = draft_batch(project, ledger, type_id, batch, drafted)
    if to_judge:
        judge()
    return list(gates.done.values()), drafts.failed | gates.failed


def _log_made(
    context: Context, asset: dg.AssetKey, key: ClientWeek, metadata: Mapping[str, Any], data_version: str
) -> None:
    context.log_event(
        dg.AssetMaterialization(
            asset,
            partition=client_week_key(*key),
            metadata=metadata,
            tags={"dagster/data_version": data_version},
        )
    )


class PublishConfig(dg.Config):
    """What to publish: client weeks such as `acme 2026-W46`; what is not approved among them stays."""

    type: str
    client_weeks: list[str]


@dg.op
def publish_approved(context: dg.OpExecutionContext, config: PublishConfig, project: ProjectResource) -> None:
    """Send approved versions to their destinations, exactly once, and report them as published."""
    wanted = [ClientWeek.parse(text) for text in config.client_weeks]
    with told_plainly(project.home):
        opened = project.open()
        batch = publish_batch(opened, agency_ledger(opened), config.type, wanted)
    for sent in batch.done.values():
        context.log_event(published_event(sent.version, sent.locations))
    for key in set(wanted) - set(batch.done) - set(batch.failed):
        context.log.info(f"{key} is not approved: not published")
    _raise_for(context, batch.failed, len(wanted))


@dg.job(
    name=PUBLISH,
    description="Publish approved deliverables. Started by the sensor `decisions`; `yarnnn approve` needs no run.",
)
def publish_job() -> None:
    publish_approved()


def _wanted(context: dg.AssetExecutionContext, settings: Settings, kind: DeliverableType) -> list[ClientWeek]:
    """The run's client weeks whose client gets this type of deliverable, and in which one is due."""
    takers = set(takers_of(settings, kind.id))
    keys = [ClientWeek(*pair) for pair in client_weeks_of(context)]
    left_out = sorted({key.client_id for key in keys} - takers)
    if left_out:
        context.log.info(f"no {kind.id} is configured for {', '.join(left_out)}")
    due = set(weeks_due(kind.tells_of, sorted({key.week for key in keys}), settings.agency.start))
    return [key for key in keys if key.client_id in takers and key.week in due]


# --- what the UI shows -----------------------------------------------------------------------------------------------


def _draft_metadata(draft: Draft) -> dict[str, Any]:
    return {
        "claims": sum(len(section.claims) for section in draft.sections),
        "seconds": draft.seconds,
        "quiet": draft.quiet,
    }


def _gated_metadata(judged: Judged, settings: Settings) -> dict[str, Any]:
    """Numbers as numbers, so that the UI plots them."""
    version, document = judged.version, judged.version.document
    verdicts = Counter(claim["verdict"] for claim in document["withheld"])
    coverage = document["coverage"]
    metadata: dict[str, Any] = {
        "state": version.state,
        "version": version.version,
        "preview": dg.MetadataValue.md(version.markdown or f"*{version.state}: nothing to send*"),
        "claims": sum(len(section["claims"]) for section in document["sections"]),
        "withheld": len(document["withheld"]),
        "landed": coverage["landed"],
        "used": coverage["used"],
        "offered": coverage["offered"],
        "unassigned": coverage["unassigned"],
        "seconds": document["cost"]["seconds"],
        "ignored": dg.MetadataValue.json(coverage["ignored"]),
    }
    metadata["review_page"] = dg.MetadataValue.url(f"{settings.review.url.rstrip('/')}/{'/'.join(version.key)}")
    if table := doubtful_table(document):
        metadata["to_look_at"] = dg.MetadataValue.md(table)
    if verdicts:
        metadata["why_withheld"] = dg.MetadataValue.json(dict(verdicts))
    review = next((path for name, path in judged.files.items() if name.endswith(".review.html")), None)
    if review:
        metadata["review_copy"] = dg.MetadataValue.path(review)
    if judged.edited:
        metadata["edited_by_hand"] = dg.MetadataValue.json([str(path) for path in judged.edited])
    return metadata


def published_event(version: Version, locations: Sequence[str], *, shows_text: bool = True) -> dg.AssetMaterialization:
    """What the UI shows of a published version, from a run or without."""
    metadata: dict[str, Any] = {
        "state": version.state,
        "version": version.sent_as,
        "receipts": len(locations),
        "locations": dg.MetadataValue.json(list(locations)),
    }
    if shows_text:
        metadata["preview"] = dg.MetadataValue.md(version.markdown)
    return dg.AssetMaterialization(
        keys_of(version.type).published,
        partition=client_week_key(version.client, version.week),
        metadata=metadata,
        tags={"dagster/data_version": version.content_hash},
    )


def _gate_check(gated: dg.AssetKey, judged: Sequence[Judged]) -> dg.AssetCheckResult:
    """Looks at what is stored, which is what would be sent, and not at what the gate says it did."""
    versions = [each.version for each in judged]
    claims = [
        (version, claim)
        for version in versions
        for section in version.document["sections"]
        for claim in section["claims"]
    ]
    bad = [
        f"{version.client} {version.week}: {claim['text']} ({claim['verdict']})"
        for version, claim in claims
        if claim["verdict"] not in TOLD or (claim["verdict"] != "supported" and not claim["by"])
    ]
    withheld = Counter(claim["verdict"] for version in versions for claim in version.document["withheld"])
    return dg.AssetCheckResult(
        asset_key=gated,
        check_name=GATE,
        passed=not bad,
        metadata={
            "client_weeks": len(judged),
            "supported": len(claims) - len(bad),
            "withheld": sum(withheld.values()),
            "why_withheld": dg.MetadataValue.json(dict(withheld)),
            **({"not_supported": dg.MetadataValue.json(bad)} if bad else {}),
        },
    )


def _raise_for(context: Context, failed: Mapping[ClientWeek, Exception], of: int) -> None:
    """The others are done and told; only now does the run fail, and trying it again as it is would not help."""
    if not failed:
        return
    lines = []
    for key, error in sorted(failed.items()):
        lines.append(str(error) if str(error).startswith(f"{key}: ") else f"{key}: {error}")
        context.log.error(lines[-1], exc_info=error)
    raise dg.Failure(
        description=f"{len(failed)} of {counted(of, 'client week')} failed; the others are done.\n"
        + "\n".join(lines[:20]),
        metadata={"failed": dg.MetadataValue.json(lines)},
        allow_retries=False,
    )


def kinds_in_use(settings: Settings) -> list[DeliverableType]:
    """The types that some client gets. One that nobody gets has no chain, for every change of a week would start it."""
    types = deliverable_types(settings.path)
    return [types[type_id] for type_id in types_taken(settings)]


def definitions(settings: Settings) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    return [part for kind in kinds_in_use(settings) for part in deliverable(kind, settings)]
