"""Deliverables: one chain of assets per type file, draft -> gated -> published, for every client and week.

`client_update` is the first type file and not a special case. Choosing, wording, judging and sending are the library's
(yarnnn_pipelines.stages.line); here a batch becomes one materialization per client and week, with what a reader wants to see.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from assets.automation_conditions import when_the_week_changed
from assets.context import CLIENT_CONTEXT
from assets.partitions import client_week_key, client_weekly, client_weeks_of
from assets.resources import WAREHOUSE, Progress, ProjectResource, told_plainly
from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_types
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.stages.line import Judged, Pair, Published, draft_batch, gate_batch, publish_batch
from yarnnn_pipelines.stores.ledger.opening import open_ledger

GROUP = "deliverables"
OWNERS = ["team:accounts"]
GATE = "gate"

CLIENT_WEEKS_PER_RUN = 50  # of a backfill
BATCH = 50  # client weeks that are read, judged and stored together

PUBLISH = "publish"


def keys_of(type_id: str) -> tuple[dg.AssetKey, dg.AssetKey, dg.AssetKey]:
    """(draft, gated, published) of a type."""
    draft, gated, published = (dg.AssetKey([type_id, stage]) for stage in ("draft", "gated", "published"))
    return draft, gated, published


def deliverable(kind: DeliverableType, settings: Settings) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    """The chain of one type.

    Draft and gate are one step: a draft that nothing has judged is of no use to anybody. The step logs its
    materializations itself, one for each client and week with a data version of its own, which Dagster's outputs can't
    carry (docs/decisions/one-run-many-clients.md).
    """
    draft, gated, published = keys_of(kind.id)
    partitions = client_weekly(settings)

    @dg.multi_asset(
        name=f"write_{kind.id}",
        specs=[
            dg.AssetSpec(
                draft,
                deps=[CLIENT_CONTEXT],
                description=f"{kind.name}: what the writer says of a client's week, each claim with its sources.",
                group_name=GROUP,
                owners=OWNERS,
                kinds={"python", "sqlalchemy"},
                automation_condition=when_the_week_changed(),
                skippable=True,
            ),
            dg.AssetSpec(
                gated,
                deps=[draft],
                description=f"{kind.name}: the claims that their stored sources bear out, rendered for approval.",
                group_name=GROUP,
                owners=OWNERS,
                kinds={"python", "markdown", "sqlalchemy"},
                skippable=True,
            ),
        ],
        check_specs=[
            dg.AssetCheckSpec(
                GATE,
                asset=gated,
                blocking=True,
                description="No claim stands in a rendered text that the gate has not found supported.",
            )
        ],
        partitions_def=partitions,
        backfill_policy=dg.BackfillPolicy.multi_run(CLIENT_WEEKS_PER_RUN),
        pool=WAREHOUSE,
    )
    def produce(
        context: dg.AssetExecutionContext, project: ProjectResource, progress: dg.ResourceParam[Progress]
    ) -> Iterator[dg.AssetCheckResult]:
        with told_plainly():
            found = project.open()
            ledger = open_ledger(found.home.ledger_url)
        pairs = _wanted(context, found.settings, kind.id)
        failed: dict[Pair, Exception] = {}
        judged: list[Judged] = []
        progress(kind.name, 0, len(pairs))
        for start in range(0, len(pairs), BATCH):
            batch = pairs[start : start + BATCH]
            with told_plainly():
                drafts = draft_batch(found, ledger, kind.id, batch)
            for pair, one in drafts.done.items():
                context.log_event(
                    dg.AssetMaterialization(
                        draft,
                        partition=client_week_key(*pair),
                        metadata={
                            "claims": sum(len(section.claims) for section in one.sections),
                            "seconds": one.seconds,
                            "quiet": one.quiet,
                        },
                        tags={"dagster/data_version": one.input_hash},
                    )
                )
            with told_plainly():
                gates = gate_batch(found, ledger, kind.id, drafts.done)
            for pair, one in gates.done.items():
                context.log_event(
                    dg.AssetMaterialization(
                        gated,
                        partition=client_week_key(*pair),
                        metadata=_shown(one),
                        tags={"dagster/data_version": one.version.content_hash},
                    )
                )
            failed |= drafts.failed | gates.failed
            judged += gates.done.values()
            progress(kind.name, start + len(batch), len(pairs))
        yield _gate_check(gated, judged)
        _raise_for(context, failed, len(pairs))

    sent = dg.AssetSpec(
        published,
        deps=[gated],
        partitions_def=partitions,
        description=(
            f"{kind.name}: the exact text that was approved and sent, with its receipt. Reported by the job "
            f"`{PUBLISH}`, which follows a person's approval; there is nothing to run again."
        ),
        group_name=GROUP,
        owners=OWNERS,
        kinds={"markdown", "sqlalchemy"},
    )
    return [produce, sent]


class PublishConfig(dg.Config):
    """What to publish: `client week` pairs such as `acme 2026-W46`; what is not approved among them stays."""

    type: str
    client_weeks: list[str]


@dg.op
def publish_approved(context: dg.OpExecutionContext, config: PublishConfig, project: ProjectResource) -> None:
    """Send approved versions to their destinations, exactly once, and report them as published."""
    pairs = [(client, week) for client, week in (text.split() for text in config.client_weeks)]
    with told_plainly():
        found = project.open()
        batch = publish_batch(found, open_ledger(found.home.ledger_url), config.type, pairs)
    _, _, published = keys_of(config.type)
    for pair, one in batch.done.items():
        context.log_event(
            dg.AssetMaterialization(
                published,
                partition=client_week_key(*pair),
                metadata=_sent(one),
                tags={"dagster/data_version": one.version.content_hash},
            )
        )
    for pair in set(pairs) - set(batch.done) - set(batch.failed):
        context.log.info(f"{' '.join(pair)} is not approved: not published")
    _raise_for(context, batch.failed, len(pairs))


@dg.job(
    name=PUBLISH,
    description="Publish approved deliverables. Started by `yarnnn approve` and by the sensor `decisions`.",
)
def publish_job() -> None:
    publish_approved()


def _wanted(context: dg.AssetExecutionContext, settings: Settings, type_id: str) -> list[Pair]:
    """The run's client weeks whose client gets this type of deliverable."""
    takers = {client.id for client in settings.clients if any(one.type == type_id for one in client.deliverables)}
    pairs = client_weeks_of(context)
    left_out = sorted({client for client, _ in pairs} - takers)
    if left_out:
        context.log.info(f"no {type_id} is configured for {', '.join(left_out)}")
    return [pair for pair in pairs if pair[0] in takers]


def _shown(one: Judged) -> dict[str, Any]:
    """What the UI shows of a gated version: numbers as numbers, so that it plots them."""
    document = one.version.document
    verdicts = Counter(claim["verdict"] for claim in document["withheld"])
    coverage = document["coverage"]
    metadata: dict[str, Any] = {
        "state": one.version.state,
        "version": one.version.version,
        "preview": dg.MetadataValue.md(one.version.markdown or f"*{one.version.state}: nothing to send*"),
        "claims": sum(len(section["claims"]) for section in document["sections"]),
        "withheld": len(document["withheld"]),
        "landed": coverage["landed"],
        "used": coverage["used"],
        "unassigned": coverage["unassigned"],
        "seconds": document["cost"]["seconds"],
        "ignored": dg.MetadataValue.json(coverage["ignored"]),
    }
    if verdicts:
        metadata["why_withheld"] = dg.MetadataValue.json(dict(verdicts))
    review = next((path for name, path in one.files.items() if name.endswith(".review.html")), None)
    if review:
        metadata["review_copy"] = dg.MetadataValue.path(review)
    return metadata


def _sent(one: Published) -> dict[str, Any]:
    return {
        "state": one.version.state,
        "version": one.version.version,
        "preview": dg.MetadataValue.md(one.version.markdown),
        "receipts": len(one.locations),
        "locations": dg.MetadataValue.json(list(one.locations)),
    }


def _gate_check(gated: dg.AssetKey, judged: Sequence[Judged]) -> dg.AssetCheckResult:
    """Looks at what is stored, which is what would be sent, and not at what the gate says it did."""
    claims = [
        (one.version, claim)
        for one in judged
        for section in one.version.document["sections"]
        for claim in section["claims"]
    ]
    bad = [
        f"{version.client} {version.week}: {claim['text']} ({claim['verdict']})"
        for version, claim in claims
        if claim["verdict"] != "supported"
    ]
    withheld = Counter(claim["verdict"] for one in judged for claim in one.version.document["withheld"])
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


def _raise_for(
    context: dg.OpExecutionContext | dg.AssetExecutionContext, failed: dict[Pair, Exception], of: int
) -> None:
    """The others are done and told; only now does the run fail, and trying it again as it is would not help."""
    if not failed:
        return
    lines = [f"{client} {week}: {error}" for (client, week), error in sorted(failed.items())]
    for line, error in zip(lines, (error for _, error in sorted(failed.items())), strict=True):
        context.log.error(line, exc_info=error)
    raise dg.Failure(
        description=f"{len(failed)} of {of} client weeks failed; the others are done.\n" + "\n".join(lines[:20]),
        metadata={"failed": dg.MetadataValue.json(lines)},
        allow_retries=False,
    )


def definitions(settings: Settings) -> list[dg.AssetsDefinition | dg.AssetSpec]:
    return [part for kind in deliverable_types(settings).values() for part in deliverable(kind, settings)]
