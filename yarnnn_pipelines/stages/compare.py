"""Compare: what is about to be approved or sent, against what is known now of its sources.

A week changes between its draft and its approval, and between an approval and its sending: a message is deleted, a page
is moved, a client is given another channel. The next draft tells of it; until then the old text must not go out.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Standing, Version
from yarnnn_pipelines.stores.locks import LOOKING_WAIT_SECONDS, WAREHOUSE_WAIT_SECONDS
from yarnnn_pipelines.supervision.corrections import edited_since, was_sent


def changed_sources(
    project: Project, versions: Sequence[Version], wait_seconds: float = WAREHOUSE_WAIT_SECONDS
) -> dict[DeliverableKey, UserError]:
    """Why each of these versions can't be sent as it stands; one whose sources are what they were is left out.

    A version that can't be compared, because the warehouse is missing, damaged, or held by another run for longer than
    `wait_seconds`, is among them. To send it all the same would be to vouch for words that may have been taken back an
    hour ago, and nobody would see it; a text that waits for a rebuilt warehouse costs its reviewer a minute.
    """
    import duckdb  # a fifth of a second, which looking does without

    from yarnnn_pipelines.stores.warehouse import read_warehouse
    from yarnnn_pipelines.supervision.sources_now import differences

    if not versions:
        return {}
    changed: dict[DeliverableKey, UserError] = {}
    try:
        with read_warehouse(project.home, wait_seconds) as con:
            for version in versions:
                audience = deliverable_type(version.type, project.settings.path).audience
                found = list(differences(con, project.settings, version, audience))
                if found:
                    weeks = sorted({difference.week for difference in found} | {version.week})
                    what = f"a source of this text is not what it was. {found[0].was}; now {found[0].now}"
                    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
                    changed[version.key] = UserError(what + more, where=_where(version), mend=_mend(version, weeks))
    except (UserError, duckdb.Error) as error:
        reason = error.what if isinstance(error, UserError) else str(error).strip().splitlines()[0]
        mend = error.mend if isinstance(error, UserError) else _rebuild(project, versions[0])
        for version in versions:
            what = f"its sources can't be compared with what is known now, so it is not sent: {reason}"
            changed[version.key] = UserError(what, where=_where(version), mend=mend)
    return changed


def edited_since_sent(
    project: Project, ledger: Ledger, standings: Sequence[Standing]
) -> tuple[list[Standing], str | None]:
    """What was sent and of which a source was edited or deleted since, also where its week was not built again; and why
    that can't be told, if it can't. Whoever looks waits for no other run."""
    if not any(map(was_sent, standings)):
        return [], None

    import duckdb  # takes a while to start

    from yarnnn_pipelines.stores.warehouse import read_warehouse

    try:
        with read_warehouse(project.home, LOOKING_WAIT_SECONDS) as con:
            return edited_since(con, project.settings, ledger, standings), None
    except (UserError, duckdb.Error) as error:
        reason = str(error).strip().splitlines()[0]
        return [], f"What was sent can't be compared with what has landed since: {reason}"


def _where(version: Version) -> str:
    return f"{version.key.client_week}, version {version.version}"


def _mend(version: Version, weeks: Sequence[str]) -> str:
    """Building the week of each source and the text's own again; weeks: ordered."""
    asked = f"--week {weeks[0]}" if len(weeks) == 1 else f"--weeks {weeks[0]}..{weeks[-1]}"
    of_type = version.key.type_option
    return (
        f"make the draft anew with `yarnnn run {asked}{of_type}`, "
        f"read it with `yarnnn show {version.key.client_week}{of_type}`, then approve that one"
    )


def _rebuild(project: Project, version: Version) -> str:
    return (
        f"build the week: `yarnnn run --week {version.week}`; if that can't read {project.home.warehouse.name} either, "
        "move the file away first: it is made again from your exports or the platforms"
    )
