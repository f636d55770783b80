"""What the page of a deliverable says of how far its kind goes by itself, and of whether it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.autonomy import standings_of
from yarnnn_pipelines.stages.by_itself import candidates
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.supervision.autonomy import move_in_words


class Autonomy(NamedTuple):
    """line: the level and the evidence. goes_out: when it does by itself, '' where it does not; reasons: why not."""

    line: str
    last_move: str
    goes_out: str
    reasons: Sequence[str]


def autonomy_of(project: Project, ledger: Ledger, key: DeliverableKey) -> Autonomy | None:
    """None where it stands where everything starts, and may go no further."""
    standings = standings_of(project.settings, ledger, {key.client_id})
    standing = next((one for one in standings if one.type == key.type_id), None)
    if standing is None or (standing.ceiling == "approve" and standing.level == "approve"):
        return None
    waiting = candidates(project, ledger, datetime.now(UTC), key.client_id)
    this = next((one for one in waiting if one.key == key), None)
    at = this.at.astimezone(ZoneInfo(project.settings.agency.time_zone)) if this and not this.reasons else None
    return Autonomy(
        line=f"Level {standing.level}, at most {standing.ceiling}: {standing.earned.in_words}.",
        last_move=visible(move_in_words(standing.moves[-1])) if standing.moves else "",
        goes_out=f"{at:%A, %d %B, %H:%M}" if at else "",
        reasons=this.reasons if this else (),
    )
