"""Publish: what is approved goes to the client's destinations, unless a source of its week was not read in full, or one
of its own is not what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.deliverables.claims import digest
from yarnnn_pipelines.deliverables.render.render import INCOMPLETE, html_page
from yarnnn_pipelines.forgetting.register import refuse_still_held
from yarnnn_pipelines.project import Project, claim_home
from yarnnn_pipelines.publishing.addressees import addressed_to, wanted_of
from yarnnn_pipelines.publishing.destinations.files import refuse_unknown_files
from yarnnn_pipelines.publishing.outbox import publish_version
from yarnnn_pipelines.stages.autonomy import ceiling_of, settle
from yarnnn_pipelines.stages.batch import Batch, for_each
from yarnnn_pipelines.stages.compare import changed_sources
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Review, Version
from yarnnn_pipelines.stores.locks import WAREHOUSE_WAIT_SECONDS
from yarnnn_pipelines.supervision.autonomy import goes_by_itself
from yarnnn_pipelines.supervision.completeness import Gap, Landings, gaps
from yarnnn_pipelines.supervision.renamed import refuse_sent_under_another_id, renamed_clients


@dataclass(frozen=True)
class Published:
    version: Version
    locations: tuple[str, ...]


def publish_batch(
    project: Project,
    ledger: Ledger,
    type_id: str,
    keys: Iterable[ClientWeek],
    wait_seconds: float = WAREHOUSE_WAIT_SECONDS,
) -> Batch[Published]:
    """Publish what is approved among the keys; what is not stays where it is and is not in the result.

    wait_seconds: for the warehouse, with which the sources of each text are compared before it is sent.
    """
    newest = ledger.newest(key.deliverable(type_id) for key in set(keys))
    ready = {
        ClientWeek(*key[:2]): version for key, version in newest.items() if version.state in ("approved", "published")
    }
    if ready:
        refuse_still_held(project, ledger)
    landings = ledger.last_landings()
    approvals = ledger.approvals(key for key, version in newest.items() if version.state == "approved")
    home_id = claim_home(project) if ready else None
    changed = changed_sources(
        project, [version for version in ready.values() if version.state == "approved"], wait_seconds
    )

    renamed = renamed_clients(project.settings, ledger) if ready else []

    def work(key: ClientWeek) -> Published:
        destinations = addressed_to(project.settings, key.deliverable(type_id)).destinations
        version = ready[key]
        if version.state != "published":
            refuse_only_drafted(project.settings, version.key)
            refuse_sent_under_another_id(renamed, version.key)
            refuse_published_unknown(project, ledger, version)
            approval = approvals.get(version.key)
            is_systems = approval is not None and approval.level is not None
            refuse_incomplete(project, landings, version.key, by_itself=is_systems)
            refuse_without_note(project, landings, version)
            refuse_addressed_otherwise(project.settings, version, approval)
            _refuse_unearned(project.settings, ledger, version, approval)
        if reason := changed.get(version.key):
            raise reason
        folder = project.home.published
        locations = tuple(publish_version(ledger, version, destinations, folder, html_page, home_id))
        sent_as = version.decided_as if version.state == "published" else version.version
        return Published(replace(version, state="published", decided_as=sent_as, locations=locations), locations)

    return for_each(sorted(ready), work, longest=None)  # given up, it might still be sent


def _refuse_unearned(settings: Settings, ledger: Ledger, version: Version, approval: Review | None) -> None:
    """`UserError` where the system approved it by itself, and may not any more."""
    if approval is None or approval.level is None:
        return
    earned = settle(settings, ledger, [version]).get((version.client, version.type))
    if earned is None or not goes_by_itself(earned.at_most(ceiling_of(settings, version.client, version.type))):
        raise UserError(
            f"version {version.version} was to go out by itself, and nothing of its kind may any more: it is not sent",
            where=str(version.key.client_week),
            mend=f"`yarnnn autonomy {version.client}` says why; look at it, then approve it",
        )


def refuse_only_drafted(settings: Settings, key: DeliverableKey) -> None:
    """`UserError` where yarnnn.yaml lets it be drafted and nothing more."""
    wanted = wanted_of(settings, key)
    if wanted is not None and wanted.autonomy == "draft":
        raise UserError(
            f"{settings.path.name} says `autonomy: draft` of it: it is drafted, and nothing is sent",
            where=str(key.client_week),
            mend=f"send the text yourself, as `yarnnn show {key.client_week}{key.type_option}` has it; or set "
            "`autonomy: approve`",
        )


def refuse_addressed_otherwise(settings: Settings, version: Version, approval: Review | None) -> None:
    """`UserError` where yarnnn.yaml names other recipients or destinations than when the text was approved."""
    approved = approval.addressed if approval else None
    now = addressed_to(settings, version.key)
    if approved is None or approved == now:
        return
    raise UserError(
        f"version {version.version} was approved for {_in_words(approved)}, and {settings.path.name} now says "
        f"{_in_words(now)}: it is not sent",
        where=str(version.key.client_week),
        mend="approve it again, for whom it goes to now, or set yarnnn.yaml back",
    )


def _in_words(addressed: Addressed) -> str:
    return f"{', '.join(addressed.recipients) or 'nobody by mail'} by {', '.join(addressed.destinations) or 'nothing'}"


def refuse_published_unknown(project: Project, ledger: Ledger, version: Version) -> None:
    """`UserError` where this home has published another text that the ledger has not approved."""
    known = ledger.approved_texts(version.key)
    refuse_unknown_files(project.home.published, version.key, version.version, lambda text: digest(text) in known)


def refuse_without_note(project: Project, landings: Landings, version: Version) -> None:
    """`UserError` where a source has not been read in full, the settings allow that with a note, and the text has
    none, as where it was drafted before they did."""
    settings = project.settings
    if settings.sources.when_incomplete != "warn" or INCOMPLETE in version.markdown:
        return
    if missing := _missing_of(settings, landings, version.key):
        raise UserError(
            f"version {version.version} does not say that a source of its week has not been read in full: "
            f"{missing[0].where}: {missing[0].what}",
            where=str(version.key.client_week),
            mend=f"{missing[0].mend}; or have it drafted with the note: `yarnnn run --week {version.key.week}`",
        )


def _missing_of(settings: Settings, landings: Landings, key: DeliverableKey, *, of_any_week: bool = False) -> list[Gap]:
    """What was not read of this client and of what the deliverable tells of. of_any_week: and what may be of that."""
    span = deliverable_type(key.type_id, settings.path).span_in(key.week, settings.agency.start)
    since = span.weeks[0] if span else None
    missing = gaps(settings, landings, settings.client(key.client_id), key.week, since=since)
    return [gap for gap in missing if gap.is_of_the_week or of_any_week]


def refuse_incomplete(project: Project, landings: Landings, key: DeliverableKey, *, by_itself: bool = False) -> None:
    """`UserError` where a source of this client and of what the deliverable tells of has not been read in full, unless
    the settings allow that. by_itself: also where something was not read that may be of any week."""
    settings = project.settings
    if settings.sources.when_incomplete == "warn":
        return
    if missing := _missing_of(settings, landings, key, of_any_week=by_itself):
        more = f" (and {len(missing) - 1} more, see `yarnnn status --all`)" if len(missing) > 1 else ""
        raise UserError(
            f"a source of this week has not been read in full: {missing[0].where}: {missing[0].what}{more}",
            where=str(key.client_week),
            mend=f"{missing[0].mend}; to send all the same, with a note that says so, set `when_incomplete: warn` "
            f"under `sources:`, and have it drafted with the note: `yarnnn run --week {key.week}`",
        )
